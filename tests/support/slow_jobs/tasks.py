"""The job "test.wait": writes its process id to `began-<attempt>` in the data folder, then waits for the file `go`."""

from __future__ import annotations

import os
import time
from typing import Any

from django.conf import settings

from cermin.base.jobs import RunningJob, job_kind


@job_kind("test.wait")
def wait(job: RunningJob) -> dict[str, Any]:
    began = settings.DATA / f"began-{job._attempt}"
    began.with_suffix(".tmp").write_text(str(os.getpid()))
    began.with_suffix(".tmp").replace(began)
    while not (settings.DATA / "go").exists():
        job.step(0, 1, "Menunggu")
        time.sleep(0.02)
    return {"text": "Sudah."}
