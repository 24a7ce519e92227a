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
         * @description Delete a profile of `profiles.yaml`; one that it had replaced is there again.
         */
        delete: operations["delete_profile_api_config_profiles__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config/profiles/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Profile Schema
         * @description The JSON Schema of one profile, for a form.
         */
        get: operations["profile_schema_api_config_profiles_schema_get"];
        put?: never;
        post?: never;
        delete?: never;
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
         * @description Changes by hand, of the whole dataset or of one entry; in order, or the last one first.
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
    "/api/datasets/{dataset}/edits/replacements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find Replacements
         * @description What finding and replacing would change; changes nothing.
         */
        post: operations["find_replacements_api_datasets__dataset__edits_replacements_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/edits/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Edits
         * @description Take changes back, the last one first: all of them or none.
         */
        post: operations["undo_edits_api_datasets__dataset__edits_undo_post"];
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
         * @description Its first kept frame, 256 pixels wide or high at most; JPEG.
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
    "/api/datasets/{dataset}/entry-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Entry Fields
         * @description What entries can be filtered by: the bounds of each number, the values of each choice.
         */
        get: operations["show_entry_fields_api_datasets__dataset__entry_fields_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset}/entry-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Entry Ids
         * @description Ids of entries, in the order of their pages: for changing all that were found.
         */
        get: operations["list_entry_ids_api_datasets__dataset__entry_ids_get"];
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
         *     `job`: a job changed; `progress`: a line of its events. Without an id, for what only matters
         *     now: `system`, the machine; `folders`, ids of datasets, runs and models that are new, changed
         *     or gone. To all: `hello`, the id from which on you are told, and for how many seconds there was
         *     no `job` and no `folders` (what you asked for before that may be out of date); `reset`, events
         *     that you missed are no longer kept, so look at everything anew.
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
         * @description What it wrote, from an offset on, or up to one; nothing of it raw.
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
    "/api/jobs/{job}/log/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Job Log
         * @description Lines of the whole log that have a text, the newest first.
         */
        get: operations["search_job_log_api_jobs__job__log_search_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plan Of Job
         * @description What a job that plans has found; null while it has found nothing.
         */
        get: operations["plan_of_job_api_jobs__job__plan_get"];
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
    "/api/runs/{run}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Log
         * @description What it said in words, from an offset on, or up to one; nothing of it raw.
         */
        get: operations["run_log_api_runs__run__log_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/log/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Run Log
         * @description Lines of the whole log that have a text, the newest first.
         */
        get: operations["search_run_log_api_runs__run__log_search_get"];
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
         *
         *     With `after`, only what was told since; where `undone_after` is less than the last step that
         *     you have, those steps are void: ask without it.
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
    "/api/runs/{run}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Picture
         * @description A picture of a sample, as `/samples` names it.
         */
        get: operations["run_picture_api_runs__run__picture_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Samples
         * @description What the model wrote or made at its last evaluations in training.
         */
        get: operations["run_samples_api_runs__run__samples_get"];
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
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Session
         * @description Whether a login is needed. Asked without a token.
         */
        get: operations["session_api_session_get"];
        put?: never;
        /**
         * Log In
         * @description Take the token: a cookie to read with, and the key to change things with.
         */
        post: operations["log_in_api_session_post"];
        /**
         * Log Out
         * @description Have the browser forget its cookie; the page forgets its key itself.
         */
        delete: operations["log_out_api_session_delete"];
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
    "/api/templates/{name}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Settings Of Run
         * @description What a run would start from, and all that is wrong with changes of it, by key.
         */
        get: operations["settings_of_run_api_templates__name__settings_get"];
        put?: never;
        post?: never;
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
         * Login Link
         * @description Take the code that `serve` printed, once. The page takes its key from the fragment.
         */
        get: operations["login_link_login_get"];
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
         * Bounds
         * @description Of a number, over all entries.
         * @example {
         *       "least": 1,
         *       "most": 12.5
         *     }
         */
        Bounds: {
            /** Least */
            least: number;
            /** Most */
            most: number;
        };
        /**
         * BuildForm
         * @description All steps in order, and what can be uploaded.
         * @example {
         *       "steps": [
         *         {
         *           "about": "Take candidates.",
         *           "op": "frames",
         *           "settings": [
         *             {
         *               "about": "Candidates a second.",
         *               "allowed": "a number above 0, at most 1000",
         *               "bounds": {
         *                 "exclusiveMinimum": 0,
         *                 "maximum": 1000
         *               },
         *               "choices": [],
         *               "default": 1,
         *               "flag": "fps",
         *               "kind": "number",
         *               "parameter": "fps"
         *             }
         *           ]
         *         }
         *       ],
         *       "upload_most_bytes": 68719476736,
         *       "upload_suffixes": [
         *         ".mp4",
         *         ".srt"
         *       ],
         *       "video_suffixes": [
         *         ".mp4"
         *       ]
         *     }
         */
        BuildForm: {
            /** Steps */
            steps: components["schemas"]["BuildStep"][];
            /**
             * Upload Most Bytes
             * @description Of one file.
             */
            upload_most_bytes: number;
            /**
             * Upload Suffixes
             * @description Of files that are taken; each with its point.
             */
            upload_suffixes: string[];
            /**
             * Video Suffixes
             * @description Those that are tried as videos.
             */
            video_suffixes: string[];
        };
        /**
         * BuildSetting
         * @description One flag of `spark-trainer dataset build`, as a field.
         */
        BuildSetting: {
            /** About */
            about: string;
            /**
             * Allowed
             * @description What it may be, in words.
             */
            allowed: string;
            /**
             * Bounds
             * @description `minimum`, `maximum`, `exclusiveMinimum`, as JSON Schema has them.
             */
            bounds: {
                [key: string]: number;
            };
            /** Choices */
            choices: string[];
            /**
             * Default
             * @description None: what the step or the back end takes by itself.
             */
            default: string | number | boolean | null;
            /**
             * Flag
             * @description Without `--`.
             */
            flag: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "number" | "integer" | "text" | "choice" | "switch" | "size";
            /**
             * Parameter
             * @description Of the step, in a dataset's settings; None: whether there is the step.
             */
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
         * @example {
         *       "state": "cancelling"
         *     }
         */
        Cancelled: {
            /** State */
            state: ("queued" | "running" | "completed" | "failed" | "cancelled") | "cancelling";
        };
        /**
         * Category
         * @description A shelf of the gallery.
         */
        Category: {
            /**
             * Description
             * @description What is on it, in one sentence.
             */
            description: string;
            /**
             * Icon
             * @description Name of an icon of Lucide, such as `mic`.
             */
            icon: string;
            /**
             * Name
             * @description As a person reads it.
             */
            name: string;
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
         * @example {
         *       "changes": [
         *         {
         *           "check": false,
         *           "entry": "91028f9d6c72cc81",
         *           "value": "A bike.",
         *           "what": "caption"
         *         }
         *       ]
         *     }
         */
        Changes: {
            /** Changes */
            changes: components["schemas"]["Change"][];
        };
        /**
         * Checkpoint
         * @description A checkpoint of a run.
         */
        Checkpoint: {
            /** Metrics */
            metrics: {
                [key: string]: number | null;
            };
            /** Name */
            name: string;
            /** Problem */
            problem: string | null;
            /**
             * State
             * @description `not read`: its card is whole and its files have their sizes.
             * @enum {string}
             */
            state: "good" | "not read" | "damaged";
            /** Step */
            step: number | null;
        };
        /**
         * Comparison
         * @description Runs beside each other. Every list has a value a run; null where a run has none.
         * @example {
         *       "losses": {
         *         "best val loss": [
         *           0.5,
         *           null
         *         ],
         *         "last loss": [
         *           0.42,
         *           0.31
         *         ],
         *         "steps": [
         *           51,
         *           102
         *         ]
         *       },
         *       "results": {
         *         "test": {
         *           "captions/bleu": [
         *             0.61,
         *             0.66
         *           ]
         *         }
         *       },
         *       "runs": [
         *         "/home/ada/runs/apotheon-tiny-1",
         *         "/home/ada/runs/apotheon-tiny-2"
         *       ],
         *       "settings": {
         *         "batch_size": [
         *           16,
         *           null
         *         ],
         *         "num_epochs": [
         *           5,
         *           10
         *         ]
         *       },
         *       "status": [
         *         "completed",
         *         "completed"
         *       ]
         *     }
         */
        Comparison: {
            /**
             * Losses
             * @description Steps done, the last loss, the best of every metric in training.
             */
            losses: {
                [key: string]: (number | null)[];
            };
            /**
             * Results
             * @description Metrics of each evaluation after training, by its name.
             */
            results: {
                [key: string]: {
                    [key: string]: (number | null)[];
                };
            };
            /**
             * Runs
             * @description Their folders.
             */
            runs: string[];
            /**
             * Settings
             * @description Those that differ, by dotted name.
             */
            settings: {
                [key: string]: components["schemas"]["JsonValue"][];
            };
            /** Status */
            status: ("running" | "completed" | "failed" | "stopped" | "interrupted")[];
        };
        /**
         * ConfigBody
         * @description Some or all of `config.json`.
         * @example {
         *       "user": {
         *         "name": "Ada"
         *       }
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
         * @example {
         *       "counts": {
         *         "datasets": 2,
         *         "models": 1,
         *         "runs": 3
         *       },
         *       "cpu_load": 0.42,
         *       "environment": {
         *         "cpus": 16,
         *         "cuda": "12.8",
         *         "gpus": 1,
         *         "memory_bytes": 25276510208,
         *         "no_gpus": null,
         *         "python": "3.11.7",
         *         "pytorch": "2.13.0",
         *         "spark_trainer": "0.1.0"
         *       },
         *       "gpus": [
         *         {
         *           "index": 0,
         *           "memory_total_bytes": 85520809984,
         *           "memory_used_bytes": 61203283968,
         *           "name": "NVIDIA H100 80GB HBM3",
         *           "power_limit_w": 700,
         *           "power_w": 540.5,
         *           "temperature_c": 61,
         *           "utilisation": 0.97
         *         }
         *       ],
         *       "jobs": {
         *         "cancelled": 1,
         *         "completed": 5,
         *         "failed": 2,
         *         "queued": 0,
         *         "running": 1,
         *         "total": 9
         *       },
         *       "memory": {
         *         "total_bytes": 25276510208,
         *         "used_bytes": 1845174272
         *       },
         *       "recent_jobs": [
         *         {
         *           "attempt": 1,
         *           "command": "spark-trainer train --manifest=datasets/pets -- apotheon-tiny",
         *           "created": 1795451948.9,
         *           "ended": null,
         *           "exit_code": null,
         *           "id": "43a31dc94af90e87",
         *           "made": {
         *             "id": "6c9ee2fe910bce86",
         *             "kind": "run",
         *             "path": "/home/ada/runs/apotheon-tiny-1"
         *           },
         *           "message": null,
         *           "name": "my first training",
         *           "needs": "gpu",
         *           "priority": 0,
         *           "progress": 0.4,
         *           "retries": 0,
         *           "retry_of": null,
         *           "slot": "cpu-0",
         *           "started": 1795451949.3,
         *           "state": "running"
         *         }
         *       ]
         *     }
         */
        Dashboard: {
            counts: components["schemas"]["Counts"];
            /**
             * Cpu Load
             * @description Share of all processors, 0 to 1.
             */
            cpu_load: number | null;
            environment: components["schemas"]["Environment"];
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
         * @example {
         *       "changed": 1795878692.7,
         *       "counts": {
         *         "frames_dropped": {
         *           "duplicate": 45
         *         },
         *         "frames_kept": 15,
         *         "hours": 0.003,
         *         "videos": 4
         *       },
         *       "id": "ff085994788f252f",
         *       "name": "pets",
         *       "path": "/home/ada/datasets/pets",
         *       "problem": null
         *     }
         */
        Dataset: {
            /**
             * Changed
             * @description Seconds since 1970.
             */
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
            /**
             * Problem
             * @description Why it cannot be used.
             */
            problem: string | null;
        };
        /**
         * DatasetDetail
         * @description With the settings that it was built with.
         * @example {
         *       "changed": 1795878692.7,
         *       "counts": {
         *         "frames_dropped": {
         *           "duplicate": 45
         *         },
         *         "frames_kept": 15,
         *         "hours": 0.003,
         *         "videos": 4
         *       },
         *       "id": "ff085994788f252f",
         *       "input": "/home/ada/videos",
         *       "manifest_sha256": "9367debc9bf16ae36aa8ad6dfc232b51a286539d4438b503d4ff4fc0ffcfdf6a",
         *       "name": "pets",
         *       "path": "/home/ada/datasets/pets",
         *       "pipeline_version": "0.1.0",
         *       "problem": null,
         *       "settings": {
         *         "caption_backend": "blip2",
         *         "fps": 1
         *       }
         *     }
         */
        DatasetDetail: {
            /**
             * Changed
             * @description Seconds since 1970.
             */
            changed: number;
            /** Counts */
            counts: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /**
             * Input
             * @description The folder of videos that it was built from, as it was then; it may be gone.
             */
            input: string | null;
            /** Manifest Sha256 */
            manifest_sha256: string | null;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Pipeline Version */
            pipeline_version: string | null;
            /**
             * Problem
             * @description Why it cannot be used.
             */
            problem: string | null;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
        };
        /**
         * DatasetSize
         * @description What takes some counting.
         * @example {
         *       "bytes": 1897242,
         *       "captioned": 4,
         *       "edited": 1,
         *       "entries": 4,
         *       "transcribed": 3,
         *       "whole": true
         *     }
         */
        DatasetSize: {
            /**
             * Bytes
             * @description On the disk, of all its files.
             */
            bytes: number;
            /** Captioned */
            captioned: number;
            /** Edited */
            edited: number;
            /** Entries */
            entries: number;
            /** Transcribed */
            transcribed: number;
            /**
             * Whole
             * @description False: there is more than was counted in the time.
             */
            whole: boolean;
        };
        /**
         * DoubtfulSpan
         * @description A stretch of the transcript that may be invented, [start, end) in seconds.
         */
        DoubtfulSpan: {
            /** End */
            end: number;
            /** Rule */
            rule: string;
            /** Start */
            start: number;
            /** What */
            what: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * DroppedFrame
         * @description A candidate that was not kept, and why.
         */
        DroppedFrame: {
            /** Like */
            like?: {
                [key: string]: unknown;
            } | null;
            /** Motion */
            motion?: number | null;
            /** Reason */
            reason: string;
            /** Time */
            time: number;
        } & {
            [key: string]: unknown;
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
         * @example {
         *       "entries": [
         *         {
         *           "audio": true,
         *           "caption": "Two bikes.",
         *           "caption_words": 2,
         *           "captions": 3,
         *           "codec": "h264",
         *           "container": "mov,mp4,m4a,3gp,3g2,mj2",
         *           "damaged": false,
         *           "doubts": 0,
         *           "dropped": 10,
         *           "duration_s": 12.5,
         *           "edited": false,
         *           "fps": 25,
         *           "frames": 3,
         *           "height": 720,
         *           "id": "91028f9d6c72cc81",
         *           "language": "en",
         *           "last_edit": 0,
         *           "name": "bikes.mp4",
         *           "processed": 1795878692,
         *           "scenes": 1,
         *           "transcript": "Look at them.",
         *           "transcript_words": 3,
         *           "width": 1280
         *         }
         *       ],
         *       "total": 1
         *     }
         */
        Entries: {
            /** Entries */
            entries: components["schemas"]["EntryRow"][];
            /** Total */
            total: number;
        };
        /**
         * Entry
         * @description One line of the manifest.
         */
        Entry: {
            /** Audio */
            audio: string | null;
            /** Frames Dir */
            frames_dir: string;
            /** Id */
            id: string;
            meta: components["schemas"]["Meta"];
        } & {
            [key: string]: unknown;
        };
        /**
         * EntryChange
         * @description A text in the place of another.
         * @example {
         *       "seen": "Two bikes.",
         *       "value": "Two red bikes.",
         *       "what": "caption"
         *     }
         */
        EntryChange: {
            /**
             * Index
             * @description Of the frame, for `all_captions`, from 0.
             */
            index?: number | null;
            /**
             * Seen
             * @description The text that you saw; 412 where it is another by now.
             */
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
         * EntryFields
         * @description What the fields of entries hold.
         * @example {
         *       "choices": {
         *         "codec": [
         *           {
         *             "entries": 4,
         *             "value": "h264"
         *           }
         *         ]
         *       },
         *       "numbers": {
         *         "duration_s": {
         *           "least": 1,
         *           "most": 12.5
         *         }
         *       }
         *     }
         */
        EntryFields: {
            /**
             * Choices
             * @description The 100 most common values of each, the most common first.
             */
            choices: {
                [key: string]: components["schemas"]["Value"][];
            };
            /** Numbers */
            numbers: {
                [key: string]: components["schemas"]["Bounds"];
            };
        };
        /**
         * EntryIds
         * @description Ids of entries, in the order that was asked for.
         * @example {
         *       "ids": [
         *         "91028f9d6c72cc81"
         *       ],
         *       "total": 1
         *     }
         */
        EntryIds: {
            /** Ids */
            ids: string[];
            /**
             * Total
             * @description Found in all; there may be more than ids.
             */
            total: number;
        };
        /**
         * EntryRow
         * @description An entry, in short.
         * @example {
         *       "audio": true,
         *       "caption": "Two bikes.",
         *       "caption_words": 2,
         *       "captions": 3,
         *       "codec": "h264",
         *       "container": "mov,mp4,m4a,3gp,3g2,mj2",
         *       "damaged": false,
         *       "doubts": 0,
         *       "dropped": 10,
         *       "duration_s": 12.5,
         *       "edited": false,
         *       "fps": 25,
         *       "frames": 3,
         *       "height": 720,
         *       "id": "91028f9d6c72cc81",
         *       "language": "en",
         *       "last_edit": 0,
         *       "name": "bikes.mp4",
         *       "processed": 1795878692,
         *       "scenes": 1,
         *       "transcript": "Look at them.",
         *       "transcript_words": 3,
         *       "width": 1280
         *     }
         */
        EntryRow: {
            /** Audio */
            audio: boolean;
            /**
             * Caption
             * @description Its first 300 characters, as of the transcript; the entry itself has all of them.
             */
            caption: string | null;
            /** Caption Words */
            caption_words: number;
            /**
             * Captions
             * @description Frames that have a caption.
             */
            captions: number;
            /** Codec */
            codec: string | null;
            /** Container */
            container: string | null;
            /**
             * Damaged
             * @description A part of the file could not be decoded.
             */
            damaged: boolean;
            /**
             * Doubts
             * @description Stretches of the transcript that may be invented.
             */
            doubts: number;
            /**
             * Dropped
             * @description Candidates that were not kept.
             */
            dropped: number;
            /** Duration S */
            duration_s: number;
            /** Edited */
            edited: boolean;
            /** Fps */
            fps: number;
            /**
             * Frames
             * @description Kept ones.
             */
            frames: number;
            /** Height */
            height: number;
            /** Id */
            id: string;
            /**
             * Language
             * @description Of what is said.
             */
            language: string | null;
            /**
             * Last Edit
             * @description The number of the last change by hand; 0: there is none.
             */
            last_edit: number;
            /** Name */
            name: string;
            /**
             * Processed
             * @description When it was built, seconds since 1970; 0: not known.
             */
            processed: number;
            /** Scenes */
            scenes: number;
            /** Transcript */
            transcript: string | null;
            /** Transcript Words */
            transcript_words: number;
            /** Width */
            width: number;
        };
        /**
         * Environment
         * @description Versions and counts. A package that is not installed has none.
         */
        Environment: {
            /** Cpus */
            cpus: number;
            /**
             * Cuda
             * @description The newest that the driver knows.
             */
            cuda: string | null;
            /** Gpus */
            gpus: number;
            /** Memory Bytes */
            memory_bytes: number;
            /**
             * No Gpus
             * @description Why there is no GPU; null where there are some.
             */
            no_gpus: string | null;
            /** Python */
            python: string;
            /** Pytorch */
            pytorch: string | null;
            /** Spark Trainer */
            spark_trainer: string;
        };
        /**
         * Folder
         * @description A folder, and what it holds. Without a path: the folders that this server may read.
         * @example {
         *       "folders": [
         *         {
         *           "name": "pets",
         *           "path": "/home/ada/videos/pets",
         *           "videos": 4,
         *           "whole": true
         *         }
         *       ],
         *       "more": false,
         *       "parent": null,
         *       "path": "/home/ada/videos",
         *       "videos": 5,
         *       "whole": true
         *     }
         */
        Folder: {
            /** Folders */
            folders: components["schemas"]["SubFolder"][];
            /**
             * More
             * @description False: all of them are told.
             */
            more: boolean;
            /**
             * Parent
             * @description None: the list of all.
             */
            parent: string | null;
            /** Path */
            path: string | null;
            /** Videos */
            videos: number;
            /**
             * Whole
             * @description False: there are more than were counted.
             */
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
         * @example {
         *       "status": "ok",
         *       "version": "0.1.0"
         *     }
         */
        Health: {
            /** Status */
            status: string;
            /** Version */
            version: string;
        };
        /**
         * History
         * @description Changes by hand.
         * @example {
         *       "edits": [
         *         {
         *           "after": "Two red bikes.",
         *           "at": 1795878692.7,
         *           "before": "Two bikes.",
         *           "entry": "91028f9d6c72cc81",
         *           "index": null,
         *           "number": 1,
         *           "place": null,
         *           "undoes": null,
         *           "what": "caption"
         *         }
         *       ],
         *       "names": {
         *         "91028f9d6c72cc81": "bikes.mp4"
         *       },
         *       "next": 1,
         *       "total": 1,
         *       "undone": {}
         *     }
         */
        History: {
            /** Edits */
            edits: components["schemas"]["Edit"][];
            /**
             * Names
             * @description Names of the videos, by their ids.
             */
            names: {
                [key: string]: string;
            };
            /**
             * Next
             * @description Number of the last one of them: the next page is `after` it, or `before` it.
             */
            next: number;
            /**
             * Total
             * @description Of the dataset, or of the entry.
             */
            total: number;
            /**
             * Undone
             * @description Changes that were taken back: their numbers, and those of the changes that did it.
             */
            undone: {
                [key: string]: number;
            };
        };
        /**
         * Job
         * @description A command, and how it stands. Times are seconds since 1970.
         * @example {
         *       "attempt": 1,
         *       "command": "spark-trainer train --manifest=datasets/pets -- apotheon-tiny",
         *       "created": 1795451948.9,
         *       "ended": null,
         *       "exit_code": null,
         *       "id": "43a31dc94af90e87",
         *       "made": {
         *         "id": "6c9ee2fe910bce86",
         *         "kind": "run",
         *         "path": "/home/ada/runs/apotheon-tiny-1"
         *       },
         *       "message": null,
         *       "name": "my first training",
         *       "needs": "gpu",
         *       "priority": 0,
         *       "progress": 0.4,
         *       "retries": 0,
         *       "retry_of": null,
         *       "slot": "cpu-0",
         *       "started": 1795451949.3,
         *       "state": "running"
         *     }
         */
        Job: {
            /** Attempt */
            attempt: number;
            /**
             * Command
             * @description For a terminal.
             */
            command: string;
            /** Created */
            created: number;
            /** Ended */
            ended: number | null;
            /** Exit Code */
            exit_code: number | null;
            /** Id */
            id: string;
            /** @description Null while it has not told, and of jobs that write none. */
            made: components["schemas"]["Made"] | null;
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
            /**
             * Progress
             * @description Share that is done; null where nothing tells.
             */
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
         *       "ended": null,
         *       "exit_code": null,
         *       "folder": "/home/ada/.spark_trainer/jobs/43a31dc94af90e87",
         *       "grace_s": 30,
         *       "id": "43a31dc94af90e87",
         *       "log": [
         *         "step 42 epoch 42 loss 10.347",
         *         "step 43 epoch 43 loss 10.122"
         *       ],
         *       "made": {
         *         "id": "6c9ee2fe910bce86",
         *         "kind": "run",
         *         "path": "/home/ada/runs/apotheon-tiny-1"
         *       },
         *       "message": null,
         *       "name": "my first training",
         *       "needs": "gpu",
         *       "priority": 0,
         *       "progress": 0.4,
         *       "retries": 0,
         *       "retry_of": null,
         *       "slot": "cpu-0",
         *       "started": 1795451949.3,
         *       "state": "running",
         *       "workdir": "/home/ada"
         *     }
         */
        JobDetail: {
            /** Attempt */
            attempt: number;
            /**
             * Command
             * @description For a terminal.
             */
            command: string;
            /** Created */
            created: number;
            /** Ended */
            ended: number | null;
            /** Exit Code */
            exit_code: number | null;
            /** Folder */
            folder: string;
            /**
             * Grace S
             * @description Seconds that it has to end after SIGTERM, before SIGKILL; null where its folder is gone.
             */
            grace_s: number | null;
            /** Id */
            id: string;
            /** Log */
            log: string[];
            /** @description Null while it has not told, and of jobs that write none. */
            made: components["schemas"]["Made"] | null;
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
            /**
             * Progress
             * @description Share that is done; null where nothing tells.
             */
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
         * @example {
         *       "events": [
         *         {
         *           "event": "build_started",
         *           "seq": 1,
         *           "time": 1795878561.8,
         *           "videos": 4
         *         }
         *       ],
         *       "more": false,
         *       "next": 83
         *     }
         */
        JobEvents: {
            /**
             * Events
             * @description Each has `event`, its kind, `seq` and `time`; the rest is the kind's.
             */
            events: {
                [key: string]: unknown;
            }[];
            /**
             * More
             * @description There are more already.
             */
            more: boolean;
            /**
             * Next
             * @description The offset after them.
             */
            next: number;
        };
        /**
         * Jobs
         * @description A page, the newest first.
         * @example {
         *       "jobs": [
         *         {
         *           "attempt": 1,
         *           "command": "spark-trainer train --manifest=datasets/pets -- apotheon-tiny",
         *           "created": 1795451948.9,
         *           "ended": null,
         *           "exit_code": null,
         *           "id": "43a31dc94af90e87",
         *           "made": {
         *             "id": "6c9ee2fe910bce86",
         *             "kind": "run",
         *             "path": "/home/ada/runs/apotheon-tiny-1"
         *           },
         *           "message": null,
         *           "name": "my first training",
         *           "needs": "gpu",
         *           "priority": 0,
         *           "progress": 0.4,
         *           "retries": 0,
         *           "retry_of": null,
         *           "slot": "cpu-0",
         *           "started": 1795451949.3,
         *           "state": "running"
         *         }
         *       ],
         *       "next": null,
         *       "total": 1
         *     }
         */
        Jobs: {
            /** Jobs */
            jobs: components["schemas"]["Job"][];
            /**
             * Next
             * @description `before` of the next page.
             */
            next: number | null;
            /** Total */
            total: number;
        };
        JsonValue: unknown;
        /**
         * KeptFrame
         * @description A frame that is in `frames_dir`.
         */
        KeptFrame: {
            /** File */
            file: string;
            /** Hash */
            hash: string | null;
            /** Motion */
            motion: number | null;
            /** Sha256 */
            sha256: string;
            /** Time */
            time: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * LabelBackend
         * @description A back end that makes captions or transcripts, as it stands here now.
         * @example {
         *       "about": "subtitles in or beside the video",
         *       "flags": [],
         *       "get": null,
         *       "kind": "captions",
         *       "models": [],
         *       "name": "sidecar",
         *       "needs": "nothing",
         *       "usual": true,
         *       "why_not": null,
         *       "works": true
         *     }
         */
        LabelBackend: {
            /** About */
            about: string;
            /**
             * Flags
             * @description Those of `dataset build` that it takes.
             */
            flags: string[];
            /**
             * Get
             * @description The command that makes it work.
             */
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
            /**
             * Usual
             * @description It is taken where none is named.
             */
            usual: boolean;
            /** Why Not */
            why_not: string | null;
            /**
             * Works
             * @description With its usual model, as things are.
             */
            works: boolean;
        };
        /**
         * LabelModel
         * @description A model that a back end takes.
         */
        LabelModel: {
            /** Bytes */
            bytes: number;
            /**
             * Here
             * @description It is on this machine, whole.
             */
            here: boolean;
            /** Licence */
            licence: string | null;
            /** Name */
            name: string;
            /** Size */
            size: string | null;
        };
        /**
         * LogHit
         * @description A line that has the text.
         */
        LogHit: {
            /**
             * Line
             * @description Of a long one the part about the text.
             */
            line: string;
            /**
             * Offset
             * @description Where it begins; the log from there on: `offset` of `/log`.
             */
            offset: number;
        };
        /**
         * LogHits
         * @description What was found, the newest line first.
         * @example {
         *       "begin": 0,
         *       "bytes": 81920,
         *       "hits": [
         *         {
         *           "line": "step 42 loss nan",
         *           "offset": 70912
         *         }
         *       ],
         *       "more": false
         *     }
         */
        LogHits: {
            /**
             * Begin
             * @description So far back it was looked; `before` of the next request.
             */
            begin: number;
            /**
             * Bytes
             * @description Of the whole log.
             */
            bytes: number;
            /** Hits */
            hits: components["schemas"]["LogHit"][];
            /**
             * More
             * @description There is more before that, which was not looked at.
             */
            more: boolean;
        };
        /**
         * Login
         * @description The token of this server, as a person gives it.
         * @example {
         *       "token": "what the file `token` holds"
         *     }
         */
        Login: {
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /**
         * LogPart
         * @description Some lines of a log.
         * @example {
         *       "begin": 0,
         *       "bytes": 20,
         *       "lines": [
         *         "4 videos, 2 workers"
         *       ],
         *       "more": false,
         *       "next": 20
         *     }
         */
        LogPart: {
            /**
             * Begin
             * @description The offset of the first of them.
             */
            begin: number;
            /**
             * Bytes
             * @description Of the whole log.
             */
            bytes: number;
            /** Lines */
            lines: string[];
            /**
             * More
             * @description There is more already.
             */
            more: boolean;
            /**
             * Next
             * @description The offset after them.
             */
            next: number;
        };
        /**
         * Machine
         * @description The machine at one moment. Shares are 0 to 1.
         */
        Machine: {
            /** At */
            at: number;
            /**
             * Cpu
             * @description Null where the system counts no time of its processors.
             */
            cpu: number | null;
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
         * Made
         * @description The folder that a job writes, or wrote.
         */
        Made: {
            /**
             * Id
             * @description Its id in `/api/datasets`, `/api/runs` or `/api/models`; null while it is not there.
             */
            id: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "dataset" | "run" | "model";
            /** Path */
            path: string;
        };
        /**
         * Measured
         * @description A metric of an evaluation after training.
         */
        Measured: {
            /**
             * Count
             * @description Samples.
             */
            count: number;
            /**
             * High
             * @description Ends of the bootstrap interval, in the metric's unit.
             */
            high: number | null;
            /** Higher Is Better */
            higher_is_better: boolean;
            /** Low */
            low: number | null;
            /** Name */
            name: string;
            /** Unit */
            unit: string;
            /**
             * Value
             * @description Null where it is not defined.
             */
            value: number | null;
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
        /** Meta */
        Meta: {
            /** Alias Names */
            alias_names?: {
                [key: string]: string;
            } | null;
            /**
             * Aliases
             * @default []
             */
            aliases: string[];
            /** All Captions */
            all_captions: (string | null)[];
            /** Caption */
            caption: string | null;
            /**
             * Cues
             * @default []
             */
            cues: components["schemas"]["TextSegment"][];
            /** Damage */
            damage?: {
                [key: string]: unknown;
            } | null;
            /**
             * Doubts
             * @default []
             */
            doubts: components["schemas"]["DoubtfulSpan"][];
            /** Dropped */
            dropped: components["schemas"]["DroppedFrame"][];
            /** Duration */
            duration: number;
            /** Frames */
            frames: components["schemas"]["KeptFrame"][];
            /** Language */
            language?: string | null;
            /**
             * Notes
             * @default []
             */
            notes: string[];
            /** Num Frames */
            num_frames: number;
            /** Provenance */
            provenance?: {
                [key: string]: unknown;
            } | null;
            /** Scenes */
            scenes: components["schemas"]["Scene"][];
            /**
             * Segments
             * @default []
             */
            segments: components["schemas"]["TextSegment"][];
            /** Source Name */
            source_name?: string | null;
            /** Source Path */
            source_path: string;
            /** Transcript */
            transcript: string | null;
            video_info: components["schemas"]["VideoInfo"];
            /**
             * Words
             * @default []
             */
            words: components["schemas"]["TextSegment"][];
        } & {
            [key: string]: unknown;
        };
        /**
         * Metrics
         * @description Curves: of each, points of first step, lowest and highest value, so no spike is lost.
         * @example {
         *       "evaluations": [
         *         {
         *           "event": "evaluation",
         *           "metrics": {
         *             "loss": 0.5
         *           },
         *           "step": 51
         *         }
         *       ],
         *       "last_seq": 61,
         *       "last_step": 51,
         *       "series": {
         *         "learning_rate": [
         *           [
         *             1,
         *             0,
         *             0.001
         *           ]
         *         ],
         *         "loss": [
         *           [
         *             1,
         *             8.1,
         *             10.95
         *           ],
         *           [
         *             26,
         *             0.42,
         *             7.7
         *           ]
         *         ]
         *       },
         *       "undone_after": null
         *     }
         */
        Metrics: {
            /** Evaluations */
            evaluations: {
                [key: string]: components["schemas"]["JsonValue"];
            }[];
            /**
             * Last Seq
             * @description What to give as `after` for what is told later.
             */
            last_seq: number;
            /**
             * Last Step
             * @description Of those that are here.
             */
            last_step: number | null;
            /** Series */
            series: {
                [key: string]: [
                    number,
                    number,
                    number
                ][];
            };
            /**
             * Undone After
             * @description Of what was told since `after`: a resume voided all steps later than this one.
             */
            undone_after: number | null;
        };
        /**
         * Mistake
         * @description One of a body or a query.
         */
        Mistake: {
            /** Problem */
            problem: string;
            /** Where */
            where: string;
        };
        /**
         * Model
         * @description A folder with weights.
         * @example {
         *       "bytes": 15684740,
         *       "files": 2,
         *       "id": "f27fbd2bd693cb8d",
         *       "name": "apotheon-tiny-1/model",
         *       "path": "/home/ada/runs/apotheon-tiny-1/model",
         *       "run": "6c9ee2fe910bce86",
         *       "template": "apotheon-tiny",
         *       "trainer": "apotheon-multimodal"
         *     }
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
            /**
             * Run
             * @description The run that made it, where it lies in one.
             */
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
            /**
             * Collection
             * @description Uploads that it is built from; or
             */
            collection?: string | null;
            /**
             * Folder
             * @description a folder of videos below one of the server's.
             */
            folder?: string | null;
            /**
             * Name
             * @description Of its folder below the folder of datasets.
             */
            name: string;
            /**
             * Options
             * @description Of `spark-trainer dataset build`, without `--`.
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
            /**
             * Command
             * @description As `train` or `dataset build`.
             */
            command: string;
            /** Name */
            name?: string | null;
            /**
             * Options
             * @description By name, without `--`. true is a flag, false is `--no-NAME`, a list repeats it.
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
         * PageKey
         * @description For the header X-SparkTrainer-Token; the page keeps it.
         * @example {
         *       "key": "0000000000000000000000000000000000000000000000000000000000000000"
         *     }
         */
        PageKey: {
            /** Key */
            key: string;
        };
        /**
         * Plan
         * @description What a run would need, measured on this machine.
         */
        Plan: {
            /**
             * Advice
             * @description Settings that need less memory.
             */
            advice: string[];
            /** Batch Size */
            batch_size: number;
            /** Device */
            device: string;
            /** Fits */
            fits: boolean;
            /**
             * Fitting Batch Size
             * @description The largest tried that fits; null where none does.
             */
            fitting_batch_size: number | null;
            /** Gradients Bytes */
            gradients_bytes: number;
            /**
             * Measured
             * @description False where the weights alone are too large, so that nothing was run.
             */
            measured: boolean;
            /** Optimizer Bytes */
            optimizer_bytes: number;
            /**
             * Room Bytes
             * @description Memory of the device.
             */
            room_bytes: number;
            /** Samples */
            samples: number | null;
            /** Stages */
            stages: components["schemas"]["StagePlan"][];
            /** Total S */
            total_s: number;
            /** Weights Bytes */
            weights_bytes: number;
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
            /**
             * Manifest
             * @description The dataset: a folder, or its manifest.jsonl.
             */
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
         * Problem
         * @description RFC 9457.
         * @example {
         *       "detail": "key `user.nam`: unknown key `nam` (did you mean `name`?)",
         *       "status": 422,
         *       "title": "Unprocessable Content",
         *       "type": "about:blank"
         *     }
         */
        Problem: {
            /** Detail */
            detail: string;
            /** Errors */
            errors?: components["schemas"]["Mistake"][] | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @default about:blank
             */
            type: string;
        };
        /**
         * Profiles
         * @description Profiles by name.
         * @example {
         *       "file": "/home/ada/profiles.yaml",
         *       "origins": {
         *         "default": "profiles.yaml:6",
         *         "my-profile": "/home/ada/profiles.yaml:2"
         *       },
         *       "own": [
         *         "my-profile"
         *       ],
         *       "profiles": {
         *         "default": {
         *           "framework": "pytorch"
         *         },
         *         "my-profile": {
         *           "batch_size": 16,
         *           "framework": "pytorch",
         *           "learning_rate": 0.0001,
         *           "precision": "bf16"
         *         }
         *       },
         *       "shipped": [
         *         "default"
         *       ]
         *     }
         */
        Profiles: {
            /**
             * File
             * @description Where profiles that are added or changed are written.
             */
            file: string;
            /**
             * Origins
             * @description File and line of each.
             */
            origins: {
                [key: string]: string;
            };
            /**
             * Own
             * @description Stand in `file`.
             */
            own: string[];
            /** Profiles */
            profiles: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /**
             * Shipped
             * @description Came with the program; one that is in `own` too has been replaced.
             */
            shipped: string[];
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
         * Replacement
         * @description A text that would be changed.
         * @example {
         *       "after": "Two motorbikes.",
         *       "before": "Two bikes.",
         *       "entry": "91028f9d6c72cc81",
         *       "index": null,
         *       "name": "bikes.mp4",
         *       "what": "caption"
         *     }
         */
        Replacement: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Entry */
            entry: string;
            /**
             * Index
             * @description Of the frame, from 0.
             */
            index: number | null;
            /** Name */
            name: string;
            /**
             * What
             * @enum {string}
             */
            what: "caption" | "all_captions" | "transcript";
        };
        /**
         * Replacements
         * @description All texts that would be changed.
         * @example {
         *       "replacements": [
         *         {
         *           "after": "Two motorbikes.",
         *           "before": "Two bikes.",
         *           "entry": "91028f9d6c72cc81",
         *           "index": null,
         *           "name": "bikes.mp4",
         *           "what": "caption"
         *         }
         *       ]
         *     }
         */
        Replacements: {
            /** Replacements */
            replacements: components["schemas"]["Replacement"][];
        };
        /**
         * ReplaceWords
         * @description Words to be found in texts, and what takes their place.
         * @example {
         *       "entries": [
         *         "91028f9d6c72cc81"
         *       ],
         *       "find": "bikes",
         *       "replace": "motorbikes",
         *       "within": [
         *         "captions"
         *       ]
         *     }
         */
        ReplaceWords: {
            /** Entries */
            entries: string[];
            /**
             * Find
             * @description Taken as it is; nothing in it is a pattern.
             */
            find: string;
            /**
             * Match Case
             * @default true
             */
            match_case: boolean;
            /**
             * Replace
             * @default
             */
            replace: string;
            /**
             * Whole Words
             * @default false
             */
            whole_words: boolean;
            /**
             * Within
             * @description `captions` are those of frames, too.
             */
            within: ("captions" | "transcripts")[];
        };
        /**
         * Run
         * @description A run folder.
         * @example {
         *       "created": "2026-11-28T15:09:56Z",
         *       "dataset": {
         *         "id": "ff085994788f252f",
         *         "name": "pets",
         *         "path": "/home/ada/datasets/pets"
         *       },
         *       "epoch": 4,
         *       "epochs": 5,
         *       "id": "6c9ee2fe910bce86",
         *       "loss": 0.42,
         *       "message": null,
         *       "name": "apotheon-tiny-1",
         *       "path": "/home/ada/runs/apotheon-tiny-1",
         *       "state": "completed",
         *       "step": 51,
         *       "template": "apotheon-tiny"
         *     }
         */
        Run: {
            /** Created */
            created: string | null;
            dataset: components["schemas"]["RunDataset"] | null;
            /**
             * Epoch
             * @description Of the last step, from 0.
             */
            epoch: number | null;
            /**
             * Epochs
             * @description How often it sees every sample, where nothing ends it before.
             */
            epochs: number | null;
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
         * RunCard
         * @description What never changes about a run: `run.json`.
         */
        RunCard: {
            /** Command */
            command: string[];
            /**
             * Config
             * @description All settings, resolved.
             */
            config: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Created */
            created: string;
            /**
             * Dataset
             * @description Path of the manifest, its SHA-256, counts.
             */
            dataset: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Device */
            device: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Format */
            format: number;
            /** Git */
            git: string | null;
            /**
             * Id
             * @description Drawn by chance; its checkpoints carry it.
             */
            id: string;
            /** Packages */
            packages: {
                [key: string]: string;
            };
            /** Template */
            template: string;
        };
        /**
         * RunDataset
         * @description What a run learns from.
         */
        RunDataset: {
            /**
             * Id
             * @description Its id in `/api/datasets`; null where that has no such folder.
             */
            id: string | null;
            /** Name */
            name: string;
            /** Path */
            path: string;
        };
        /**
         * RunDetail
         * @description All that a run folder says.
         * @example {
         *       "best": {
         *         "val loss": [
         *           0.5,
         *           51
         *         ]
         *       },
         *       "checkpoints": [
         *         {
         *           "metrics": {
         *             "loss": 0.5
         *           },
         *           "name": "00002-step-51",
         *           "problem": null,
         *           "state": "not read",
         *           "step": 51
         *         }
         *       ],
         *       "curve": [
         *         [
         *           1,
         *           10.95,
         *           10.95
         *         ],
         *         [
         *           2,
         *           8.1,
         *           9.4
         *         ]
         *       ],
         *       "dataset": {
         *         "id": "ff085994788f252f",
         *         "name": "pets",
         *         "path": "/home/ada/datasets/pets"
         *       },
         *       "evaluations": [
         *         {
         *           "event": "evaluation",
         *           "metrics": {
         *             "loss": 0.5
         *           },
         *           "step": 51
         *         }
         *       ],
         *       "folder": "/home/ada/runs/apotheon-tiny-1",
         *       "id": "6c9ee2fe910bce86",
         *       "last_step": {
         *         "epoch": 5,
         *         "event": "step",
         *         "loss": 0.42,
         *         "step": 51,
         *         "tokens_per_s": 5310.5
         *       },
         *       "measured": {
         *         "test": [
         *           {
         *             "count": 40,
         *             "high": 0.66,
         *             "higher_is_better": true,
         *             "low": 0.55,
         *             "name": "captions/bleu",
         *             "unit": "share",
         *             "value": 0.61
         *           }
         *         ]
         *       },
         *       "message": null,
         *       "model": "/home/ada/runs/apotheon-tiny-1/model",
         *       "results": {
         *         "test": {
         *           "captions/bleu": 0.61
         *         }
         *       },
         *       "resumes": 0,
         *       "run": {
         *         "command": [
         *           "spark-trainer",
         *           "train",
         *           "apotheon-tiny",
         *           "--manifest",
         *           "datasets/pets"
         *         ],
         *         "config": {
         *           "batch_size": 8,
         *           "manifest_path": "datasets/pets",
         *           "num_epochs": 5
         *         },
         *         "created": "2026-11-28T15:09:56Z",
         *         "dataset": {
         *           "manifest": "datasets/pets/manifest.jsonl",
         *           "train_samples": 400
         *         },
         *         "device": {
         *           "processes": 1,
         *           "type": "cuda"
         *         },
         *         "format": 1,
         *         "git": null,
         *         "id": "3151ac6c95a8e3cf",
         *         "packages": {
         *           "python": "3.11.7",
         *           "torch": "2.13.0"
         *         },
         *         "template": "apotheon-tiny"
         *       },
         *       "status": "completed",
         *       "unreadable": [],
         *       "warned": 0,
         *       "warnings": []
         *     }
         */
        RunDetail: {
            /**
             * Best
             * @description Of each metric the best value, and the first step that had it.
             */
            best: {
                [key: string]: [
                    number,
                    number
                ];
            };
            /** Checkpoints */
            checkpoints: components["schemas"]["Checkpoint"][];
            /**
             * Curve
             * @description Of the loss: first step, lowest and highest value.
             */
            curve: [
                number,
                number,
                number
            ][];
            dataset: components["schemas"]["RunDataset"] | null;
            /**
             * Evaluations
             * @description Those in training, in order.
             */
            evaluations: {
                [key: string]: components["schemas"]["JsonValue"];
            }[];
            /** Folder */
            folder: string;
            /** Id */
            id: string;
            /** Last Step */
            last_step: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Measured
             * @description `results` with units and intervals.
             */
            measured: {
                [key: string]: components["schemas"]["Measured"][];
            };
            /**
             * Message
             * @description Why it failed, or who is running it.
             */
            message: string | null;
            /**
             * Model
             * @description The folder with its weights, once they are written.
             */
            model: string | null;
            /**
             * Results
             * @description Metrics of each evaluation after training, by its name.
             */
            results: {
                [key: string]: {
                    [key: string]: number | null;
                };
            };
            /** Resumes */
            resumes: number;
            run: components["schemas"]["RunCard"];
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "completed" | "failed" | "stopped" | "interrupted";
            /**
             * Unreadable
             * @description What of the evaluations cannot be read, and why.
             */
            unreadable: string[];
            /**
             * Warned
             * @description All of them.
             */
            warned: number;
            /**
             * Warnings
             * @description The last ones.
             */
            warnings: components["schemas"]["JsonValue"][];
        };
        /**
         * RunEvaluation
         * @description An evaluation in training, with its samples.
         */
        RunEvaluation: {
            /** Samples */
            samples: components["schemas"]["RunSample"][];
            /** Split */
            split: string;
            /** Step */
            step: number;
        };
        /**
         * RunSample
         * @description What the model wrote or made, beside what was wanted.
         */
        RunSample: {
            /** Id */
            id: string;
            /** Output */
            output: string;
            /**
             * Picture
             * @description `name` of the picture `of` the dataset.
             */
            picture: string | null;
            /** References */
            references: string[];
            /** Score */
            score: number | null;
            /**
             * Strip
             * @description `name` of the picture `of` the samples: frames that were wanted above, those made below.
             */
            strip: string | null;
        };
        /**
         * RunSamples
         * @description Evaluations that have samples, in order.
         * @example {
         *       "evaluations": [
         *         {
         *           "samples": [
         *             {
         *               "id": "91028f9d6c72cc81 captions",
         *               "output": "A dog",
         *               "picture": "91/91028f9d/frames/1.jpg",
         *               "references": [
         *                 "A dog runs."
         *               ],
         *               "score": 0,
         *               "strip": null
         *             }
         *           ],
         *           "split": "val",
         *           "step": 51
         *         }
         *       ],
         *       "total": 1
         *     }
         */
        RunSamples: {
            /**
             * Evaluations
             * @description The last ones.
             */
            evaluations: components["schemas"]["RunEvaluation"][];
            /**
             * Total
             * @description All of them.
             */
            total: number;
        };
        /** Scene */
        Scene: {
            /** End Time */
            end_time: number;
            /** Start Time */
            start_time: number;
        } & {
            [key: string]: unknown;
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
         * Session
         * @description What this request may do, by its address, header and cookie.
         * @example {
         *       "changes": false,
         *       "loopback": true,
         *       "reads": true
         *     }
         */
        Session: {
            /** Changes */
            changes: boolean;
            /**
             * Loopback
             * @description It came by a name of this machine: reading needs nothing.
             */
            loopback: boolean;
            /** Reads */
            reads: boolean;
        };
        /**
         * SettingMistake
         * @description What is wrong with one setting.
         */
        SettingMistake: {
            /**
             * Key
             * @description As `training.batch_size`; empty where no single one is to blame.
             */
            key: string;
            /** Problem */
            problem: string;
        };
        /**
         * StagePlan
         * @description One stage of the curriculum, as probe steps found it.
         */
        StagePlan: {
            /** Batches */
            batches: number;
            /** Epochs */
            epochs: number;
            /**
             * Largest Batch S
             * @description Seconds of the batch with the longest samples.
             */
            largest_batch_s: number;
            /** Name */
            name: string;
            /** Peak Bytes */
            peak_bytes: number;
            /** Steps */
            steps: number;
            /**
             * Usual Batch S
             * @description Seconds of the batch in the middle, by size.
             */
            usual_batch_s: number;
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
            /**
             * Whole
             * @description False: there are more than were counted.
             */
            whole: boolean;
        };
        /**
         * System
         * @description The last minutes, the newest sample last.
         * @example {
         *       "environment": {
         *         "cpus": 16,
         *         "cuda": "12.8",
         *         "gpus": 1,
         *         "memory_bytes": 25276510208,
         *         "no_gpus": null,
         *         "python": "3.11.7",
         *         "pytorch": "2.13.0",
         *         "spark_trainer": "0.1.0"
         *       },
         *       "no_gpus": null,
         *       "now": {
         *         "at": 1795878661.7,
         *         "cpu": 0.42,
         *         "disk_total_bytes": 270553174016,
         *         "disk_used_bytes": 27847192576,
         *         "gpus": [
         *           {
         *             "index": 0,
         *             "memory_total_bytes": 85520809984,
         *             "memory_used_bytes": 61203283968,
         *             "name": "NVIDIA H100 80GB HBM3",
         *             "power_limit_w": 700,
         *             "power_w": 540.5,
         *             "temperature_c": 61,
         *             "utilisation": 0.97
         *           }
         *         ],
         *         "load": [
         *           1.5,
         *           1.7,
         *           0.7
         *         ],
         *         "memory_total_bytes": 25276510208,
         *         "memory_used_bytes": 1845174272
         *       },
         *       "samples": [
         *         {
         *           "at": 1795878661.7,
         *           "cpu": 0.42,
         *           "disk_total_bytes": 270553174016,
         *           "disk_used_bytes": 27847192576,
         *           "gpus": [
         *             {
         *               "index": 0,
         *               "memory_total_bytes": 85520809984,
         *               "memory_used_bytes": 61203283968,
         *               "name": "NVIDIA H100 80GB HBM3",
         *               "power_limit_w": 700,
         *               "power_w": 540.5,
         *               "temperature_c": 61,
         *               "utilisation": 0.97
         *             }
         *           ],
         *           "load": [
         *             1.5,
         *             1.7,
         *             0.7
         *           ],
         *           "memory_total_bytes": 25276510208,
         *           "memory_used_bytes": 1845174272
         *         }
         *       ],
         *       "workdir": "/home/ada"
         *     }
         */
        System: {
            environment: components["schemas"]["Environment"];
            /**
             * No Gpus
             * @description Why there is no GPU; null where there are some.
             */
            no_gpus: string | null;
            now: components["schemas"]["Machine"];
            /** Samples */
            samples: components["schemas"]["Machine"][];
            /**
             * Workdir
             * @description The folder that relative paths of jobs start at.
             */
            workdir: string;
        };
        /**
         * TemplateDetail
         * @description With the JSON Schema of its settings, for a form.
         * @example {
         *       "extends": null,
         *       "file": "templates.yaml",
         *       "id": "apotheon-tiny",
         *       "line": 98,
         *       "schema": {
         *         "properties": {},
         *         "type": "object"
         *       },
         *       "shipped": true,
         *       "template": {
         *         "category": "multimodal",
         *         "name": "Apotheon tiny",
         *         "tags": [
         *           "cpu",
         *           "small"
         *         ]
         *       },
         *       "trainer": "apotheon-multimodal"
         *     }
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
         * @example {
         *       "extends": null,
         *       "file": "templates.yaml",
         *       "id": "apotheon-tiny",
         *       "line": 98,
         *       "shipped": true,
         *       "template": {
         *         "category": "multimodal",
         *         "name": "Apotheon tiny",
         *         "tags": [
         *           "cpu",
         *           "small"
         *         ]
         *       },
         *       "trainer": "apotheon-multimodal"
         *     }
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
         * @example {
         *       "categories": {
         *         "multimodal": {
         *           "description": "Pictures, sound and text in one model.",
         *           "icon": "layers",
         *           "name": "Multimodal"
         *         }
         *       },
         *       "problems": [],
         *       "templates": {
         *         "apotheon-tiny": {
         *           "extends": null,
         *           "file": "templates.yaml",
         *           "id": "apotheon-tiny",
         *           "line": 98,
         *           "shipped": true,
         *           "template": {
         *             "category": "multimodal",
         *             "name": "Apotheon tiny",
         *             "tags": [
         *               "cpu",
         *               "small"
         *             ]
         *           },
         *           "trainer": "apotheon-multimodal"
         *         }
         *       }
         *     }
         */
        Templates: {
            /** Categories */
            categories: {
                [key: string]: components["schemas"]["Category"];
            };
            /**
             * Problems
             * @description Mistakes in files of templates, a line each.
             */
            problems: string[];
            /** Templates */
            templates: {
                [key: string]: components["schemas"]["TemplateRow"];
            };
        };
        /**
         * TemplateSettings
         * @description What a run of a template would start from.
         * @example {
         *       "augmentations": {
         *         "none": "Everything as it is."
         *       },
         *       "mistakes": [
         *         {
         *           "key": "training.val_share",
         *           "problem": "is 2: must be less than 1"
         *         }
         *       ],
         *       "origins": {
         *         "training.batch_size": "profile vision-language, profiles.yaml:10"
         *       },
         *       "run_schema": {
         *         "properties": {
         *           "val_share": {
         *             "type": "number"
         *           }
         *         },
         *         "type": "object"
         *       },
         *       "values": {
         *         "name": "Apotheon tiny",
         *         "training": {
         *           "batch_size": 4,
         *           "val_share": 0.05
         *         }
         *       }
         *     }
         */
        TemplateSettings: {
            /**
             * Augmentations
             * @description Presets that there are, each with what it does.
             */
            augmentations: {
                [key: string]: string;
            };
            /**
             * Mistakes
             * @description Of the changes.
             */
            mistakes: components["schemas"]["SettingMistake"][];
            /**
             * Origins
             * @description Keys whose value is not the template's: a profile, the environment, config.json.
             */
            origins: {
                [key: string]: string;
            };
            /**
             * Run Schema
             * @description JSON Schema of the settings of a run that no template says; keys of `training`.
             */
            run_schema: {
                [key: string]: unknown;
            };
            /**
             * Values
             * @description The template before the changes, its `training` with all settings of a run.
             */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * TextSegment
         * @description A cue or a piece of transcript, [start, end) in seconds.
         */
        TextSegment: {
            /** End */
            end: number;
            /** Start */
            start: number;
            /** Text */
            text: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Trashed
         * @description A dataset that can be put back.
         * @example {
         *       "id": "ff085994788f252f",
         *       "name": "pets"
         *     }
         */
        Trashed: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * Undoing
         * @description Numbers of changes that are taken back.
         * @example {
         *       "numbers": [
         *         1
         *       ]
         *     }
         */
        Undoing: {
            /** Numbers */
            numbers: number[];
        };
        /**
         * UploadState
         * @description A file that came, or is coming.
         * @example {
         *       "collection": "pets",
         *       "id": "0123456789abcdef0123456789abcdef",
         *       "length": 92756,
         *       "name": "bikes.mp4",
         *       "offset": 65536,
         *       "path": null
         *     }
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
            /**
             * Offset
             * @description Bytes that have come.
             */
            offset: number;
            /**
             * Path
             * @description Its folder is the input of `dataset build`, once it is whole.
             */
            path: string | null;
        };
        /**
         * Value
         * @description A value of a choice.
         * @example {
         *       "entries": 4,
         *       "value": "h264"
         *     }
         */
        Value: {
            /** Entries */
            entries: number;
            /** Value */
            value: string;
        };
        /**
         * VideoInfo
         * @description The video as a viewer sees it: upright, square pixels.
         */
        VideoInfo: {
            /** Codec */
            codec: string;
            /** Duration */
            duration: number;
            /** Fps */
            fps: number;
            /** Height */
            height: number;
            /** Width */
            width: number;
        } & {
            [key: string]: unknown;
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
                    /**
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
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
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
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    profile_schema_api_config_profiles_schema_get: {
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
                    /**
                     * @example {
                     *       "properties": {
                     *         "version": {
                     *           "const": "1.0",
                     *           "default": "1.0",
                     *           "type": "string"
                     *         }
                     *       },
                     *       "type": "object"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example {
                     *       "properties": {
                     *         "version": {
                     *           "const": "1.0",
                     *           "default": "1.0",
                     *           "type": "string"
                     *         }
                     *       },
                     *       "type": "object"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example {
                     *       "hub_token": true,
                     *       "openai_api_key": false,
                     *       "wandb_api_key": false
                     *     }
                     */
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_edits_api_datasets__dataset__edits_get: {
        parameters: {
            query?: {
                after?: number;
                before?: number | null;
                entry_id?: string | null;
                limit?: number;
                order?: "asc" | "desc";
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example [
                     *       {
                     *         "after": "Two red bikes.",
                     *         "at": 1795878692.7,
                     *         "before": "Two bikes.",
                     *         "entry": "91028f9d6c72cc81",
                     *         "index": null,
                     *         "number": 1,
                     *         "place": null,
                     *         "undoes": null,
                     *         "what": "caption"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Edit"][];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example {
                     *       "after": "Two red bikes.",
                     *       "at": 1795878692.7,
                     *       "before": "Two bikes.",
                     *       "entry": "91028f9d6c72cc81",
                     *       "index": null,
                     *       "number": 1,
                     *       "place": null,
                     *       "undoes": null,
                     *       "what": "caption"
                     *     }
                     */
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_replacements_api_datasets__dataset__edits_replacements_post: {
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
                "application/json": components["schemas"]["ReplaceWords"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replacements"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_edits_api_datasets__dataset__edits_undo_post: {
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
                "application/json": components["schemas"]["Undoing"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "after": "Two red bikes.",
                     *         "at": 1795878692.7,
                     *         "before": "Two bikes.",
                     *         "entry": "91028f9d6c72cc81",
                     *         "index": null,
                     *         "number": 1,
                     *         "place": null,
                     *         "undoes": null,
                     *         "what": "caption"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Edit"][];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_entries_api_datasets__dataset__entries_get: {
        parameters: {
            query?: {
                audio?: boolean | null;
                captioned?: boolean | null;
                /** @description Any of these; `unknown`: the manifest does not tell it. */
                codec?: string[];
                /** @description Any of these; `unknown`: the manifest does not tell it. */
                container?: string[];
                damaged?: boolean | null;
                edited?: boolean | null;
                /** @description Any of these; `unknown`: the manifest does not tell it. */
                language?: string[];
                limit?: number;
                max_caption_words?: number | null;
                max_captions?: number | null;
                max_doubts?: number | null;
                max_dropped?: number | null;
                max_duration_s?: number | null;
                max_fps?: number | null;
                max_frames?: number | null;
                max_height?: number | null;
                max_last_edit?: number | null;
                max_pixels?: number | null;
                max_processed?: number | null;
                max_scenes?: number | null;
                max_transcript_words?: number | null;
                max_width?: number | null;
                min_caption_words?: number | null;
                min_captions?: number | null;
                min_doubts?: number | null;
                min_dropped?: number | null;
                min_duration_s?: number | null;
                min_fps?: number | null;
                min_frames?: number | null;
                min_height?: number | null;
                min_last_edit?: number | null;
                min_pixels?: number | null;
                min_processed?: number | null;
                min_scenes?: number | null;
                min_transcript_words?: number | null;
                min_width?: number | null;
                offset?: number;
                order?: "asc" | "desc";
                sort?: ("name" | "duration_s" | "frames" | "dropped" | "scenes" | "width" | "height" | "pixels" | "fps" | "captions" | "caption_words" | "transcript_words" | "doubts" | "last_edit" | "processed" | "language" | "codec" | "container") | null;
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example {
                     *       "audio": "91/91028f9d6c72cc81/audio.wav",
                     *       "frames_dir": "91/91028f9d6c72cc81/frames",
                     *       "id": "91028f9d6c72cc81",
                     *       "meta": {
                     *         "all_captions": [
                     *           "Two bikes."
                     *         ],
                     *         "caption": "Two bikes.",
                     *         "dropped": [
                     *           {
                     *             "like": null,
                     *             "motion": 0.01,
                     *             "reason": "still",
                     *             "time": 0.52
                     *           }
                     *         ],
                     *         "duration": 12.5,
                     *         "frames": [
                     *           {
                     *             "file": "frame_000001.jpg",
                     *             "hash": null,
                     *             "motion": null,
                     *             "sha256": "9367debc9bf16ae36aa8ad6dfc232b51a286539d4438b503d4ff4fc0ffcfdf6a",
                     *             "time": 0
                     *           }
                     *         ],
                     *         "num_frames": 1,
                     *         "scenes": [
                     *           {
                     *             "end_time": 12.5,
                     *             "start_time": 0
                     *           }
                     *         ],
                     *         "source_path": "../../videos/bikes.mp4",
                     *         "transcript": null,
                     *         "video_info": {
                     *           "codec": "h264",
                     *           "duration": 12.5,
                     *           "fps": 25,
                     *           "height": 720,
                     *           "width": 1280
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example {
                     *       "after": "Two red bikes.",
                     *       "at": 1795878692.7,
                     *       "before": "Two bikes.",
                     *       "entry": "91028f9d6c72cc81",
                     *       "index": null,
                     *       "number": 1,
                     *       "place": null,
                     *       "undoes": null,
                     *       "what": "caption"
                     *     }
                     */
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    /**
                     * @example {
                     *       "after": "Two red bikes.",
                     *       "at": 1795878692.7,
                     *       "before": "Two bikes.",
                     *       "entry": "91028f9d6c72cc81",
                     *       "index": null,
                     *       "number": 1,
                     *       "place": null,
                     *       "undoes": null,
                     *       "what": "caption"
                     *     }
                     */
                    "application/json": components["schemas"]["Edit"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": unknown;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": unknown;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_entry_fields_api_datasets__dataset__entry_fields_get: {
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
                    "application/json": components["schemas"]["EntryFields"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_entry_ids_api_datasets__dataset__entry_ids_get: {
        parameters: {
            query?: {
                audio?: boolean | null;
                captioned?: boolean | null;
                /** @description Any of these; `unknown`: the manifest does not tell it. */
                codec?: string[];
                /** @description Any of these; `unknown`: the manifest does not tell it. */
                container?: string[];
                damaged?: boolean | null;
                edited?: boolean | null;
                /** @description Any of these; `unknown`: the manifest does not tell it. */
                language?: string[];
                limit?: number;
                max_caption_words?: number | null;
                max_captions?: number | null;
                max_doubts?: number | null;
                max_dropped?: number | null;
                max_duration_s?: number | null;
                max_fps?: number | null;
                max_frames?: number | null;
                max_height?: number | null;
                max_last_edit?: number | null;
                max_pixels?: number | null;
                max_processed?: number | null;
                max_scenes?: number | null;
                max_transcript_words?: number | null;
                max_width?: number | null;
                min_caption_words?: number | null;
                min_captions?: number | null;
                min_doubts?: number | null;
                min_dropped?: number | null;
                min_duration_s?: number | null;
                min_fps?: number | null;
                min_frames?: number | null;
                min_height?: number | null;
                min_last_edit?: number | null;
                min_pixels?: number | null;
                min_processed?: number | null;
                min_scenes?: number | null;
                min_transcript_words?: number | null;
                min_width?: number | null;
                offset?: number;
                order?: "asc" | "desc";
                sort?: ("name" | "duration_s" | "frames" | "dropped" | "scenes" | "width" | "height" | "pixels" | "fps" | "captions" | "caption_words" | "transcript_words" | "doubts" | "last_edit" | "processed" | "language" | "codec" | "container") | null;
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
                    "application/json": components["schemas"]["EntryIds"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_events_api_events_get: {
        parameters: {
            query?: {
                /** @description The last id that you have. */
                after?: number | null;
                /** @description Some of job, progress, system, folders; none = all. */
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_job_events_api_jobs__job__events_get: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                after?: number;
                /** @description Kinds that are not wanted, such as `step`. */
                leave_out?: string[] | null;
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_job_log_api_jobs__job__log_get: {
        parameters: {
            query?: {
                /** @description `begin` of a part: the one that ends there. */
                before?: number | null;
                /** @description Bytes that you have. */
                offset?: number;
                /** @description The end of it; further back by `before`, onwards by `offset`. */
                tail?: boolean;
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_job_log_api_jobs__job__log_search_get: {
        parameters: {
            query: {
                /** @description `begin` of a part: the one that ends there. */
                before?: number | null;
                limit?: number;
                /** @description As the log is shown; any case; no patterns. */
                text: string;
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
                    "application/json": components["schemas"]["LogHits"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_of_job_api_jobs__job__plan_get: {
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
                    /**
                     * @example {
                     *       "advice": [],
                     *       "batch_size": 16,
                     *       "device": "cpu",
                     *       "fits": true,
                     *       "fitting_batch_size": 16,
                     *       "gradients_bytes": 15604240,
                     *       "measured": true,
                     *       "optimizer_bytes": 31208480,
                     *       "room_bytes": 25276510208,
                     *       "samples": 4,
                     *       "stages": [
                     *         {
                     *           "batches": 10,
                     *           "epochs": 10,
                     *           "largest_batch_s": 0.39,
                     *           "name": "everything",
                     *           "peak_bytes": 813236224,
                     *           "steps": 10,
                     *           "usual_batch_s": 0.38
                     *         }
                     *       ],
                     *       "total_s": 3.8,
                     *       "weights_bytes": 15655440
                     *     }
                     */
                    "application/json": components["schemas"]["Plan"] | null;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_log_api_runs__run__log_get: {
        parameters: {
            query?: {
                /** @description `begin` of a part: the one that ends there. */
                before?: number | null;
                /** @description Bytes that you have. */
                offset?: number;
                /** @description The end of it; further back by `before`, onwards by `offset`. */
                tail?: boolean;
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
                    "application/json": components["schemas"]["LogPart"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_run_log_api_runs__run__log_search_get: {
        parameters: {
            query: {
                /** @description `begin` of a part: the one that ends there. */
                before?: number | null;
                limit?: number;
                /** @description As the log is shown; any case; no patterns. */
                text: string;
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
                    "application/json": components["schemas"]["LogHits"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_metrics_api_runs__run__metrics_get: {
        parameters: {
            query?: {
                /** @description `last_seq` of the answer that you have. */
                after?: number | null;
                /** @description Points of a curve at most. */
                bins?: number;
                /** @description Inclusive. */
                from_step?: number;
                /** @description Curves; none = all. */
                names?: string[] | null;
                /** @description Inclusive. */
                to_step?: number | null;
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_picture_api_runs__run__picture_get: {
        parameters: {
            query: {
                name: string;
                /** @description Whose folder it lies in. */
                of: "dataset" | "samples";
                /** @description 256 pixels wide or high at most. */
                small?: boolean;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description The range that was asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_samples_api_runs__run__samples_get: {
        parameters: {
            query?: {
                limit?: number;
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
                    "application/json": components["schemas"]["RunSamples"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session_api_session_get: {
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
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in_api_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageKey"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_out_api_session_delete: {
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settings_of_run_api_templates__name__settings_get: {
        parameters: {
            query?: {
                profile?: string | null;
                /** @description KEY=VALUE, as `train --set` takes it. */
                set?: string[] | null;
            };
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
                    "application/json": components["schemas"]["TemplateSettings"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login_link_login_get: {
        parameters: {
            query?: {
                code?: string;
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
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
                content: {
                    /**
                     * @example # HELP spark_trainer_jobs Jobs by state
                     *     # TYPE spark_trainer_jobs gauge
                     *     spark_trainer_jobs{state="queued"} 0.0
                     */
                    "text/plain; version=0.0.4": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
