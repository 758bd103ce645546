"""One night of the peer: dlt loads the table `visit` of SOURCE into DESTINATION, merged by key, from the last cursor on.

    python bench/peers/dlt_night.py BACKEND   (sqlalchemy or pyarrow; addresses come from the environment)

Prints seconds of the run and peak memory of this process and its children as JSON.
"""

import json
import os
import resource
import sys
import time

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
# What its own guide advises for large tables: more rows a chunk and larger files.
os.environ.setdefault("DATA_WRITER__BUFFER_MAX_ITEMS", "100000")
os.environ.setdefault("DATA_WRITER__FILE_MAX_ITEMS", "250000")

import dlt  # noqa: E402
from dlt.sources.sql_database import sql_table  # noqa: E402

began = time.monotonic()
table = sql_table(
    credentials=os.environ["SOURCE"].replace("postgres://", "postgresql+psycopg2://"),
    table="visit",
    backend=sys.argv[1],
    chunk_size=50_000,
    incremental=dlt.sources.incremental("updated_at"),
    primary_key="id",
    write_disposition="merge",
)
pipeline = dlt.pipeline(
    pipeline_name=f"night_{sys.argv[1]}",
    pipelines_dir=os.environ["STATE"],
    destination=dlt.destinations.postgres(os.environ["DESTINATION"].replace("postgres://", "postgresql://")),
    dataset_name=f"landed_{sys.argv[1]}",
)
pipeline.run(table)
seconds = time.monotonic() - began
with pipeline.sql_client() as client:
    rows = client.execute_sql("SELECT count(*) FROM visit")[0][0]
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({"seconds": seconds, "peakMiB": round(peak / 1024), "rows": rows}))
