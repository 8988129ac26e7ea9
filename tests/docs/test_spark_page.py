"""The function of the Spark page, taken from the page and run on a local Spark."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.localise import case_as_json, sample_client
from filiform.localise.batch import answer_line

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "localise-on-spark.md"
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
CASES = 60
BROKEN = '{"id": "broken", "marks": 3}'


def test_the_page_holds_one_function_that_python_reads() -> None:
    (code,) = CODE.findall(PAGE.read_text(encoding="utf-8"))

    compile(code, str(PAGE), "exec")


@pytest.mark.spark
@pytest.mark.filterwarnings("default")
def test_spark_gives_the_lines_that_one_core_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="needs pip install pyspark pyarrow")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    (tmp_path / "spark_page.py").write_text(CODE.findall(PAGE.read_text(encoding="utf-8"))[0])
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    from spark_page import rank_cases  # type: ignore[import-not-found]

    lines = [*some_lines(), BROKEN]
    spark = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "localhost")
        .getOrCreate()
    )
    try:
        cases = spark.createDataFrame([(line,) for line in lines], "case string").repartition(7)
        answers = [row.answer for row in rank_cases(cases).collect()]
    finally:
        spark.stop()

    assert sorted(answers) == sorted(answer_line(line, top=5) for line in lines)


def some_lines() -> list[str]:
    rng = np.random.default_rng(5)
    cases = [case_as_json(sample_client(load_atlas(), rng).case) for _ in range(CASES)]
    return [json.dumps({"id": number, **case}) for number, case in enumerate(cases)]
