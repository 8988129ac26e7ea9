// Everything that runs at the table; a bundle of its own, small enough for a first load by mobile.

import "./ff-table.ts";
