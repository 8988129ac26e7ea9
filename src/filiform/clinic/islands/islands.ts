// Everything that runs in the browser; each import registers itself.

import "./confirm.ts";
import "./drafts.ts";
import "./ff-body-painter.ts";
import "./ff-body-view.ts";
import "./ff-counter.ts";
import "./ff-drawing-film.ts";
import "./ff-inclinometer.ts";
import "./screening.ts";
import "./sign-out.ts";
