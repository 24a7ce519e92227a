// Made by `npm run openapi`; not edited.
export interface paths {
    "/api/config/persistent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Config
         * @description `~/.spark_trainer/config.json`, with defaults for what it does not say.
         */
        get: operations["read_config_api_config_persistent_get"];
        /**
         * Change Config
         * @description Change settings; keys that are left out stay as they are.
         */
        put: operations["change_config_api_config_persistent_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Profiles
         * @description Profiles of this program, and of `profiles.yaml` in the folder of the server.
         */
        get: operations["list_profiles_api_config_profiles_get"];
        put?: never;
        /**
         * Change Profiles
         * @description Add or replace the profiles that are named; the others stay.
         */
        post: operations["change_profiles_api_config_profiles_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/profiles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Profile
         * @description Delete a profile of `profiles.yaml`; those that came with the program stay.
         */
        delete: operations["delete_profile_api_config_profiles__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Config Schema
         * @description The JSON Schema of the settings, for a form.
         */
        get: operations["config_schema_api_config_schema_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Secrets
         * @description Which secrets are set. What they are is never told.
         */
        get: operations["list_secrets_api_config_secrets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Secret
         * @description Set a secret that jobs get: hub_token, openai_api_key, wandb_api_key.
         */
        put: operations["change_secret_api_config_secrets__name__put"];
        post?: never;
        /**
         * Forget Secret
         * @description Forget a secret.
         */
        delete: operations["forget_secret_api_config_secrets__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Datasets
         * @description Datasets, the one that changed last first.
         */
        get: operations["list_datasets_api_datasets_get"];
        put?: never;
        /**
         * Build Dataset
         * @description Build a dataset from uploads, or from a folder that the server can read.
         */
        post: operations["build_dataset_api_datasets_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Dataset
         * @description One dataset.
         */
        get: operations["show_dataset_api_datasets__dataset__get"];
        put?: never;
        post?: never;
        /**
         * Delete Dataset
         * @description Move a dataset into the trash. Only one below the folder of datasets can be deleted.
         */
        delete: operations["delete_dataset_api_datasets__dataset__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Edits
         * @description Changes by hand, in order, of the whole dataset or of one entry.
         */
        get: operations["list_edits_api_datasets__dataset__edits_get"];
        put?: never;
        /**
         * Change Entries
         * @description Change many entries at once, all or none.
         */
        post: operations["change_entries_api_datasets__dataset__edits_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/edits/{number}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Edit
         * @description Take a change back, by a change of its own.
         */
        post: operations["undo_edit_api_datasets__dataset__edits__number__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Entries
         * @description A page of entries: filtered, sorted, searched.
         */
        get: operations["list_entries_api_datasets__dataset__entries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Entry
         * @description The line of the manifest: every frame, cue, word and step of an entry.
         */
        get: operations["show_entry_api_datasets__dataset__entries__entry_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete Entry
         * @description Take a video out of the dataset; undoing that puts it back.
         */
        delete: operations["delete_entry_api_datasets__dataset__entries__entry_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Entry
         * @description Change a text by hand.
         */
        patch: operations["change_entry_api_datasets__dataset__entries__entry_id__patch"];
        trace?: never;
    };
    "/api/datasets/{dataset}/entries/{entry_id}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Play Audio
         * @description Its sound, 16 kHz WAV; ranges are answered.
         */
        get: operations["play_audio_api_datasets__dataset__entries__entry_id__audio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/entries/{entry_id}/frames/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Frame
         * @description A kept frame, from 1; JPEG.
         */
        get: operations["show_frame_api_datasets__dataset__entries__entry_id__frames__number__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/entries/{entry_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Thumbnail
         * @description Its first kept frame.
         */
        get: operations["show_thumbnail_api_datasets__dataset__entries__entry_id__thumbnail_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/entries/{entry_id}/video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Play Video
         * @description The video that it was made from, where it still lies under a folder of this server.
         */
        get: operations["play_video_api_datasets__dataset__entries__entry_id__video_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/size": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Size Dataset
         * @description How large it is, and how much of it has texts.
         */
        get: operations["size_dataset_api_datasets__dataset__size_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Build Form
         * @description The settings of `spark-trainer dataset build`, by step.
         */
        get: operations["build_form_api_datasets_form_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Trash
         * @description Datasets that were deleted, and can be put back.
         */
        get: operations["list_trash_api_datasets_trash_get"];
        put?: never;
        post?: never;
        /**
         * Delete Trash
         * @description Delete what is in the trash for good.
         */
        delete: operations["delete_trash_api_datasets_trash_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/trash/{dataset}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Dataset
         * @description Put a dataset back.
         */
        post: operations["restore_dataset_api_datasets_trash__dataset__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Events
         * @description Follow what happens, from now on or from an id that you have.
         *
         *     `job`: a job changed; `progress`: a line of its events; `system`: the machine, without an id;
         *     `reset`: events that you missed are no longer kept, so look at everything anew.
         */
        get: operations["follow_events_api_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Folders
         * @description The folders in a folder, with their videos counted; links are not followed.
         */
        get: operations["list_folders_api_folders_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description Jobs, the newest first.
         */
        get: operations["list_jobs_api_jobs_get"];
        put?: never;
        /**
         * Start Job
         * @description Put a command into the queue. Paths must lie in folders that the server's settings name.
         */
        post: operations["start_job_api_jobs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Job
         * @description One job, with the end of its log.
         */
        get: operations["show_job_api_jobs__job__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Job
         * @description End a job: SIGTERM, and SIGKILL after its grace.
         */
        post: operations["cancel_job_api_jobs__job__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Job Events
         * @description What it told since it began: the same lines that `/api/events` tells as they come.
         */
        get: operations["read_job_events_api_jobs__job__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Job Log
         * @description What it wrote, from an offset on; nothing of it raw.
         */
        get: operations["read_job_log_api_jobs__job__log_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Job
         * @description The same command once more, as a new job.
         */
        post: operations["retry_job_api_jobs__job__retry_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labelers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Labelers
         * @description Back ends for captions and transcripts, and what those lack that do not work yet.
         */
        get: operations["list_labelers_api_labelers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description Models, the one that changed last first.
         */
        get: operations["list_models_api_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Model
         * @description One model.
         */
        get: operations["show_model_api_models__model__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description All templates, and what is wrong with those that cannot be used.
         */
        get: operations["list_templates_api_models_templates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description Runs, the one that changed last first.
         */
        get: operations["list_runs_api_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Run
         * @description All that a run folder says: settings, state, checkpoints, evaluations.
         */
        get: operations["show_run_api_runs__run__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Metrics
         * @description Curves of losses, rates and speeds, as many points as a plot can show.
         */
        get: operations["run_metrics_api_runs__run__metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Runs
         * @description Settings that differ, and what came out.
         */
        get: operations["compare_runs_api_runs_compare_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show System
         * @description Processors, memory, disk and GPUs over the last ten minutes.
         */
        get: operations["show_system_api_system_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Template
         * @description One template.
         */
        get: operations["show_template_api_templates__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/templates/{name}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan Template
         * @description Measure what a run would need on this machine.
         *
         *     The server itself never loads a model: this is a job, whose event `plan` has the figures.
         */
        post: operations["plan_template_api_templates__name__plan_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Uploads
         * @description All uploads, whole or not.
         */
        get: operations["list_uploads_api_uploads_get"];
        put?: never;
        /**
         * Create Upload
         * @description Begin a file. `Upload-Metadata` has `filename`, and `collection` (default `uploads`).
         */
        post: operations["create_upload_api_uploads_post"];
        delete?: never;
        /**
         * Upload Options
         * @description What of tus this server speaks.
         */
        options: operations["upload_options_api_uploads_options"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Upload
         * @description Remove it, whole or not.
         */
        delete: operations["delete_upload_api_uploads__upload__delete"];
        options?: never;
        /**
         * Upload Offset
         * @description How much of it has come.
         */
        head: operations["upload_offset_api_uploads__upload__head"];
        /**
         * Append Upload
         * @description More of it. What came before the line broke is kept.
         */
        patch: operations["append_upload_api_uploads__upload__patch"];
        trace?: never;
    };
    "/api/user/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dashboard
         * @description Counts, jobs by state, environment, GPUs, memory, load, the last ten jobs.
         */
        get: operations["dashboard_api_user_dashboard_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Whether the server and its database answer.
         */
        get: operations["health_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Login
         * @description Take the token of `?token=`; changes need it in a header all the same.
         */
        get: operations["login_login_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description The same for Prometheus.
         */
        get: operations["metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * BuildForm
         * @description All steps in order, and what can be uploaded.
         */
        BuildForm: {
            /** Steps */
            steps: components["schemas"]["BuildStep"][];
            /** Upload Most Bytes */
            upload_most_bytes: number;
            /** Upload Suffixes */
            upload_suffixes: string[];
            /** Video Suffixes */
            video_suffixes: string[];
        };
        /**
         * BuildSetting
         * @description One flag of `spark-trainer dataset build`, as a field.
         */
        BuildSetting: {
            /** About */
            about: string;
            /** Allowed */
            allowed: string;
            /** Bounds */
            bounds: {
                [key: string]: number;
            };
            /** Choices */
            choices: string[];
            /** Default */
            default: string | number | boolean | null;
            /** Flag */
            flag: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "number" | "integer" | "text" | "choice" | "switch" | "size";
            /** Parameter */
            parameter: string | null;
        };
        /**
         * BuildStep
         * @description A step of the pipeline.
         */
        BuildStep: {
            /** About */
            about: string;
            /** Op */
            op: string;
            /** Settings */
            settings: components["schemas"]["BuildSetting"][];
        };
        /**
         * Cancelled
         * @description What a request to end a job came to.
         */
        Cancelled: {
            /** State */
            state: ("queued" | "running" | "completed" | "failed" | "cancelled") | "cancelling";
        };
        /**
         * Change
         * @description What is asked for.
         */
        Change: {
            /**
             * Check
             * @default true
             */
            check: boolean;
            /** Entry */
            entry: string;
            /** Index */
            index?: number | null;
            /** Seen */
            seen?: string | boolean | null;
            /** Value */
            value?: string | boolean | null;
            /**
             * What
             * @enum {string}
             */
            what: "caption" | "all_captions" | "transcript" | "deleted";
        };
        /**
         * Changes
         * @description Changes of many entries: all of them or none.
         */
        Changes: {
            /** Changes */
            changes: components["schemas"]["Change"][];
        };
        /**
         * ConfigBody
         * @description Some or all of `config.json`.
         * @example {
         *       "defaults": {
         *         "batch_size": 8,
         *         "framework": "pytorch",
         *         "precision": "fp16"
         *       },
         *       "paths": {
         *         "datasets": "./datasets",
         *         "logs": "./logs",
         *         "models": "./models"
         *       },
         *       "user": {
         *         "email": "",
         *         "name": "Ada",
         *         "organization": ""
         *       },
         *       "version": "1.0"
         *     }
         */
        ConfigBody: {
            [key: string]: unknown;
        };
        /**
         * Counts
         * @description How many there are.
         */
        Counts: {
            /** Datasets */
            datasets: number;
            /** Models */
            models: number;
            /** Runs */
            runs: number;
        };
        /**
         * Dashboard
         * @description The machine, what is on it, and what it does.
         */
        Dashboard: {
            counts: components["schemas"]["Counts"];
            /** Cpu Load */
            cpu_load: number;
            /** Environment */
            environment: {
                [key: string]: unknown;
            };
            /** Gpus */
            gpus: components["schemas"]["Gpu"][];
            jobs: components["schemas"]["JobCounts"];
            memory: components["schemas"]["Memory"];
            /** Recent Jobs */
            recent_jobs: components["schemas"]["Job"][];
        };
        /**
         * Dataset
         * @description A dataset folder.
         */
        Dataset: {
            /** Changed */
            changed: number;
            /** Counts */
            counts: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Problem */
            problem: string | null;
        };
        /**
         * DatasetDetail
         * @description With the settings that it was built with.
         */
        DatasetDetail: {
            /** Changed */
            changed: number;
            /** Counts */
            counts: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Input */
            input: string | null;
            /** Manifest Sha256 */
            manifest_sha256: string | null;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Pipeline Version */
            pipeline_version: string | null;
            /** Problem */
            problem: string | null;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
        };
        /**
         * DatasetSize
         * @description What takes some counting.
         */
        DatasetSize: {
            /** Bytes */
            bytes: number;
            /** Captioned */
            captioned: number;
            /** Edited */
            edited: number;
            /** Entries */
            entries: number;
            /** Transcribed */
            transcribed: number;
            /** Whole */
            whole: boolean;
        };
        /**
         * Edit
         * @description A change that was made.
         */
        Edit: {
            /** After */
            after?: string | boolean | null;
            /** At */
            at: number;
            /** Before */
            before?: unknown;
            /** Entry */
            entry: string;
            /** Index */
            index?: number | null;
            /** Number */
            number: number;
            /** Place */
            place?: number | null;
            /** Undoes */
            undoes?: number | null;
            /**
             * What
             * @enum {string}
             */
            what: "caption" | "all_captions" | "transcript" | "deleted";
        };
        /**
         * Entries
         * @description A page of entries.
         */
        Entries: {
            /** Entries */
            entries: components["schemas"]["EntryRow"][];
            /** Total */
            total: number;
        };
        /**
         * EntryChange
         * @description A text in the place of another.
         * @example {
         *       "value": "Two bikes.",
         *       "what": "caption"
         *     }
         */
        EntryChange: {
            /** Index */
            index?: number | null;
            /** Seen */
            seen: string | null;
            /** Value */
            value: string | null;
            /**
             * What
             * @enum {string}
             */
            what: "caption" | "all_captions" | "transcript";
        };
        /**
         * EntryRow
         * @description An entry, in short.
         */
        EntryRow: {
            /** Audio */
            audio: boolean;
            /** Caption */
            caption: string | null;
            /** Duration S */
            duration_s: number;
            /** Edited */
            edited: boolean;
            /** Fps */
            fps: number;
            /** Frames */
            frames: number;
            /** Height */
            height: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Scenes */
            scenes: number;
            /** Transcript */
            transcript: string | null;
            /** Width */
            width: number;
        };
        /**
         * Folder
         * @description A folder, and what it holds. Without a path: the folders that this server may read.
         */
        Folder: {
            /** Folders */
            folders: components["schemas"]["SubFolder"][];
            /** More */
            more: boolean;
            /** Parent */
            parent: string | null;
            /** Path */
            path: string | null;
            /** Videos */
            videos: number;
            /** Whole */
            whole: boolean;
        };
        /**
         * Gpu
         * @description One GPU, now. A figure that it does not give is null.
         */
        Gpu: {
            /** Index */
            index: number;
            /** Memory Total Bytes */
            memory_total_bytes: number;
            /** Memory Used Bytes */
            memory_used_bytes: number;
            /** Name */
            name: string;
            /** Power Limit W */
            power_limit_w: number | null;
            /** Power W */
            power_w: number | null;
            /** Temperature C */
            temperature_c: number | null;
            /** Utilisation */
            utilisation: number | null;
        };
        /**
         * Health
         * @description That it answers.
         */
        Health: {
            /** Status */
            status: string;
            /** Version */
            version: string;
        };
        /**
         * History
         * @description Changes by hand, in order.
         */
        History: {
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /** Next */
            next: number;
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * Job
         * @description A command, and how it stands. Times are seconds since 1970.
         * @example {
         *       "attempt": 1,
         *       "command": "spark-trainer train --manifest=datasets/pets -- apotheon-tiny",
         *       "created": 1795451948.9,
         *       "id": "43a31dc94af90e87",
         *       "name": "my first training",
         *       "needs": "gpu",
         *       "priority": 0,
         *       "progress": 0.4,
         *       "retries": 0,
         *       "slot": "cpu-0",
         *       "started": 1795451949.3,
         *       "state": "running"
         *     }
         */
        Job: {
            /** Attempt */
            attempt: number;
            /** Command */
            command: string;
            /** Created */
            created: number;
            /** Ended */
            ended: number | null;
            /** Exit Code */
            exit_code: number | null;
            /** Id */
            id: string;
            /** Message */
            message: string | null;
            /** Name */
            name: string;
            /**
             * Needs
             * @enum {string}
             */
            needs: "cpu" | "gpu";
            /** Priority */
            priority: number;
            /** Progress */
            progress: number | null;
            /** Retries */
            retries: number;
            /** Retry Of */
            retry_of: string | null;
            /** Slot */
            slot: string | null;
            /** Started */
            started: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "completed" | "failed" | "cancelled";
        };
        /**
         * JobCounts
         * @description Jobs by state.
         */
        JobCounts: {
            /** Cancelled */
            cancelled: number;
            /** Completed */
            completed: number;
            /** Failed */
            failed: number;
            /** Queued */
            queued: number;
            /** Running */
            running: number;
            /** Total */
            total: number;
        };
        /**
         * JobDetail
         * @description With the end of its log.
         * @example {
         *       "attempt": 1,
         *       "command": "spark-trainer train --manifest=datasets/pets -- apotheon-tiny",
         *       "created": 1795451948.9,
         *       "id": "43a31dc94af90e87",
         *       "name": "my first training",
         *       "needs": "gpu",
         *       "priority": 0,
         *       "progress": 0.4,
         *       "retries": 0,
         *       "slot": "cpu-0",
         *       "started": 1795451949.3,
         *       "state": "running"
         *     }
         */
        JobDetail: {
            /** Attempt */
            attempt: number;
            /** Command */
            command: string;
            /** Created */
            created: number;
            /** Ended */
            ended: number | null;
            /** Exit Code */
            exit_code: number | null;
            /** Folder */
            folder: string;
            /** Id */
            id: string;
            /** Log */
            log: string[];
            /** Message */
            message: string | null;
            /** Name */
            name: string;
            /**
             * Needs
             * @enum {string}
             */
            needs: "cpu" | "gpu";
            /** Priority */
            priority: number;
            /** Progress */
            progress: number | null;
            /** Retries */
            retries: number;
            /** Retry Of */
            retry_of: string | null;
            /** Slot */
            slot: string | null;
            /** Started */
            started: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "completed" | "failed" | "cancelled";
            /** Workdir */
            workdir: string;
        };
        /**
         * JobEvents
         * @description Some of what a job told of itself, in order.
         */
        JobEvents: {
            /** Events */
            events: {
                [key: string]: unknown;
            }[];
            /** More */
            more: boolean;
            /** Next */
            next: number;
        };
        /**
         * Jobs
         * @description A page, the newest first.
         */
        Jobs: {
            /** Jobs */
            jobs: components["schemas"]["Job"][];
            /** Next */
            next: number | null;
            /** Total */
            total: number;
        };
        /**
         * LabelBackend
         * @description A back end that makes captions or transcripts, as it stands here now.
         */
        LabelBackend: {
            /** About */
            about: string;
            /** Flags */
            flags: string[];
            /** Get */
            get: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "captions" | "transcripts";
            /** Models */
            models: components["schemas"]["LabelModel"][];
            /** Name */
            name: string;
            /** Needs */
            needs: string;
            /** Usual */
            usual: boolean;
            /** Why Not */
            why_not: string | null;
            /** Works */
            works: boolean;
        };
        /**
         * LabelModel
         * @description A model that a back end takes.
         */
        LabelModel: {
            /** Bytes */
            bytes: number;
            /** Here */
            here: boolean;
            /** Licence */
            licence: string | null;
            /** Name */
            name: string;
            /** Size */
            size: string | null;
        };
        /**
         * LogPart
         * @description Some lines of a log.
         */
        LogPart: {
            /** Lines */
            lines: string[];
            /** More */
            more: boolean;
            /** Next */
            next: number;
        };
        /**
         * Machine
         * @description The machine at one moment. Shares are 0 to 1.
         */
        Machine: {
            /** At */
            at: number;
            /** Cpu */
            cpu: number;
            /** Disk Total Bytes */
            disk_total_bytes: number;
            /** Disk Used Bytes */
            disk_used_bytes: number;
            /** Gpus */
            gpus: components["schemas"]["Gpu"][];
            /** Load */
            load: [
                number,
                number,
                number
            ];
            /** Memory Total Bytes */
            memory_total_bytes: number;
            /** Memory Used Bytes */
            memory_used_bytes: number;
        };
        /**
         * Memory
         * @description Of the machine, in bytes.
         */
        Memory: {
            /** Total Bytes */
            total_bytes: number;
            /** Used Bytes */
            used_bytes: number;
        };
        /**
         * Metrics
         * @description Curves: of each, points of first step, lowest and highest value, so no spike is lost.
         */
        Metrics: {
            /** Evaluations */
            evaluations: {
                [key: string]: unknown;
            }[];
            /** Last Step */
            last_step: number | null;
            /** Series */
            series: {
                [key: string]: [
                    number,
                    number,
                    number
                ][];
            };
        };
        /**
         * Model
         * @description A folder with weights.
         */
        Model: {
            /** Bytes */
            bytes: number;
            /** Files */
            files: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Run */
            run: string | null;
            /** Template */
            template: string | null;
            /** Trainer */
            trainer: string | null;
        };
        /**
         * NewDataset
         * @description A build that is asked for.
         * @example {
         *       "collection": "pets",
         *       "name": "pets",
         *       "options": {
         *         "caption-backend": "sidecar",
         *         "transcription-backend": "none"
         *       }
         *     }
         */
        NewDataset: {
            /** Collection */
            collection?: string | null;
            /** Folder */
            folder?: string | null;
            /** Name */
            name: string;
            /**
             * Options
             * @default {}
             */
            options: {
                [key: string]: string | number | boolean | (string | number | boolean)[];
            };
        };
        /**
         * NewJob
         * @description What is asked for.
         * @example {
         *       "arguments": [
         *         "apotheon-tiny"
         *       ],
         *       "command": "train",
         *       "name": "my first training",
         *       "options": {
         *         "epochs": 2,
         *         "manifest": "datasets/pets"
         *       }
         *     }
         */
        NewJob: {
            /**
             * Arguments
             * @default []
             */
            arguments: string[];
            /** Command */
            command: string;
            /** Name */
            name?: string | null;
            /**
             * Options
             * @default {}
             */
            options: {
                [key: string]: string | number | boolean | (string | number | boolean)[] | null;
            };
            /**
             * Priority
             * @default 0
             */
            priority: number;
            /**
             * Retries
             * @default 0
             */
            retries: number;
        };
        /**
         * PlanRequest
         * @description What to plan.
         * @example {
         *       "manifest": "datasets/pets",
         *       "set": [
         *         "training.batch_size=2"
         *       ]
         *     }
         */
        PlanRequest: {
            /** Manifest */
            manifest: string;
            /**
             * Options
             * @default {}
             */
            options: {
                [key: string]: string | number | boolean;
            };
            /** Profile */
            profile?: string | null;
            /**
             * Set
             * @default []
             */
            set: string[];
        };
        /**
         * Profiles
         * @description Profiles by name.
         */
        Profiles: {
            /** Origins */
            origins: {
                [key: string]: string;
            };
            /** Profiles */
            profiles: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * ProfilesBody
         * @description Profiles to add or replace.
         * @example {
         *       "profiles": {
         *         "my-profile": {
         *           "batch_size": 16,
         *           "framework": "pytorch",
         *           "learning_rate": 0.0001,
         *           "precision": "bf16"
         *         }
         *       }
         *     }
         */
        ProfilesBody: {
            /** Profiles */
            profiles: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * Run
         * @description A run folder.
         */
        Run: {
            /** Created */
            created: string | null;
            /** Id */
            id: string;
            /** Loss */
            loss: number | null;
            /** Message */
            message: string | null;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** State */
            state: string | null;
            /** Step */
            step: number | null;
            /** Template */
            template: string | null;
        };
        /**
         * SecretBody
         * @description A secret; it is never shown again.
         * @example {
         *       "value": "hf_..."
         *     }
         */
        SecretBody: {
            /**
             * Value
             * Format: password
             */
            value: string;
        };
        /**
         * SubFolder
         * @description A folder in the one that was asked for.
         */
        SubFolder: {
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Videos */
            videos: number;
            /** Whole */
            whole: boolean;
        };
        /**
         * System
         * @description The last minutes, the newest sample last.
         */
        System: {
            /** Environment */
            environment: {
                [key: string]: unknown;
            };
            /** No Gpus */
            no_gpus: string | null;
            now: components["schemas"]["Machine"];
            /** Samples */
            samples: components["schemas"]["Machine"][];
        };
        /**
         * TemplateDetail
         * @description With the JSON Schema of its settings, for a form.
         */
        TemplateDetail: {
            /** Extends */
            extends: string | null;
            /** File */
            file: string;
            /** Id */
            id: string;
            /** Line */
            line: number | null;
            /** Schema */
            schema: {
                [key: string]: unknown;
            };
            /** Shipped */
            shipped: boolean;
            /** Template */
            template: {
                [key: string]: unknown;
            };
            /** Trainer */
            trainer: string;
        };
        /**
         * TemplateRow
         * @description A template with all its settings, defaults filled in.
         */
        TemplateRow: {
            /** Extends */
            extends: string | null;
            /** File */
            file: string;
            /** Id */
            id: string;
            /** Line */
            line: number | null;
            /** Shipped */
            shipped: boolean;
            /** Template */
            template: {
                [key: string]: unknown;
            };
            /** Trainer */
            trainer: string;
        };
        /**
         * Templates
         * @description The gallery.
         */
        Templates: {
            /** Categories */
            categories: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** Problems */
            problems: string[];
            /** Templates */
            templates: {
                [key: string]: components["schemas"]["TemplateRow"];
            };
        };
        /**
         * Trashed
         * @description A dataset that can be put back.
         */
        Trashed: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * UploadState
         * @description A file that came, or is coming.
         */
        UploadState: {
            /** Collection */
            collection: string;
            /** Id */
            id: string;
            /** Length */
            length: number;
            /** Name */
            name: string;
            /** Offset */
            offset: number;
            /** Path */
            path: string | null;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_config_api_config_persistent_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    change_config_api_config_persistent_put: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read; 412 where it is old. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_profiles_api_config_profiles_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
        };
    };
    change_profiles_api_config_profiles_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read; 412 where it is old. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_profile_api_config_profiles__name__delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read; 412 where it is old. */
                "if-match"?: string | null;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    config_schema_api_config_schema_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    list_secrets_api_config_secrets_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
        };
    };
    change_secret_api_config_secrets__name__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    forget_secret_api_config_secrets__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_datasets_api_datasets_get: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    build_dataset_api_datasets_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDataset"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_dataset_api_datasets__dataset__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDetail"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_dataset_api_datasets__dataset__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_edits_api_datasets__dataset__edits_get: {
        parameters: {
            query?: {
                after?: number;
                entry_id?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_entries_api_datasets__dataset__edits_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Changes"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    undo_edit_api_datasets__dataset__edits__number__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_entries_api_datasets__dataset__entries_get: {
        parameters: {
            query?: {
                audio?: boolean | null;
                captioned?: boolean | null;
                edited?: boolean | null;
                limit?: number;
                max_duration_s?: number | null;
                max_frames?: number | null;
                min_duration_s?: number | null;
                min_frames?: number | null;
                offset?: number;
                order?: "asc" | "desc";
                sort?: ("name" | "duration_s" | "frames" | "scenes") | null;
                /** @description Words of names and texts. */
                text?: string;
                transcribed?: boolean | null;
            };
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entries"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_entry_api_datasets__dataset__entries__entry_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_entry_api_datasets__dataset__entries__entry_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_entry_api_datasets__dataset__entries__entry_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    play_audio_api_datasets__dataset__entries__entry_id__audio_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_frame_api_datasets__dataset__entries__entry_id__frames__number__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_thumbnail_api_datasets__dataset__entries__entry_id__thumbnail_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    play_video_api_datasets__dataset__entries__entry_id__video_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    size_dataset_api_datasets__dataset__size_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetSize"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    build_form_api_datasets_form_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildForm"];
                };
            };
        };
    };
    list_trash_api_datasets_trash_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trashed"][];
                };
            };
        };
    };
    delete_trash_api_datasets_trash_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    restore_dataset_api_datasets_trash__dataset__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    follow_events_api_events_get: {
        parameters: {
            query?: {
                /** @description The last id that you have. */
                after?: number | null;
                /** @description Some of job, progress, system, dataset; none = all. */
                topics?: string | null;
            };
            header?: {
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 42
                     *     event: job
                     *     data: {"id": 42, "subject": "43a31dc94af90e87", "data": {"state": "completed"}}
                     */
                    "text/event-stream": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_folders_api_folders_get: {
        parameters: {
            query?: {
                /** @description Absolute, or below the server's folder. */
                path?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_jobs_api_jobs_get: {
        parameters: {
            query?: {
                before?: number | null;
                limit?: number;
                state?: ("queued" | "running" | "completed" | "failed" | "cancelled")[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    start_job_api_jobs_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewJob"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_job_api_jobs__job__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cancel_job_api_jobs__job__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cancelled"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_job_events_api_jobs__job__events_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                after?: number;
            };
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEvents"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_job_log_api_jobs__job__log_get: {
        parameters: {
            query?: {
                /** @description Bytes that you have. */
                offset?: number;
            };
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPart"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    retry_job_api_jobs__job__retry_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_labelers_api_labelers_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelBackend"][];
                };
            };
        };
    };
    list_models_api_models_get: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_model_api_models__model__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_templates_api_models_templates_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Templates"];
                };
            };
        };
    };
    list_runs_api_runs_get: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_run_api_runs__run__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_metrics_api_runs__run__metrics_get: {
        parameters: {
            query?: {
                /** @description Points of a curve at most. */
                bins?: number;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    compare_runs_api_runs_compare_get: {
        parameters: {
            query: {
                run: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    show_system_api_system_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
        };
    };
    show_template_api_templates__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDetail"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    plan_template_api_templates__name__plan_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_uploads_api_uploads_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadState"][];
                };
            };
        };
    };
    create_upload_api_uploads_post: {
        parameters: {
            query?: never;
            header: {
                "tus-resumable": string;
                "upload-length": number;
                "upload-metadata": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    upload_options_api_uploads_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    delete_upload_api_uploads__upload__delete: {
        parameters: {
            query?: never;
            header: {
                "tus-resumable": string;
            };
            path: {
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    upload_offset_api_uploads__upload__head: {
        parameters: {
            query?: never;
            header: {
                "tus-resumable": string;
            };
            path: {
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    append_upload_api_uploads__upload__patch: {
        parameters: {
            query?: never;
            header: {
                "content-type": string;
                "tus-resumable": string;
                "upload-offset": number;
            };
            path: {
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    dashboard_api_user_dashboard_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
        };
    };
    health_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    login_login_get: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
