"""`dateline serve`: Prefect's server, what it needs to know of us, and a worker, as one command that starts and stops.

What belongs here: processes, Prefect's HTTP interface, and what is set up in it. Prefect itself is not imported: it
runs in processes of its own, so this one stays small and ends at once. What a run does is in `flows.pipeline`.

| module | holds |
|---|---|
| `settings` | what was asked for, and the environment of server and worker |
| `api` | questions to Prefect's server |
| `children` | processes with logs that rotate; their end, and the end of all that they started |
| `registering` | work pool, deployments, notification block and automations, each there once |
| `dead_runs` | runs that are listed as running and whose process is gone |
| `serve` | the order of it all |
"""
