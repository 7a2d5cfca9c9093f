"""The names that the modules of fal 1.83.0 have. Knows the package; must not know any file.

Written by `UPDATE_SNAPSHOTS=1 pytest tests/project/test_fal_names.py`. A name that a module has
under a condition counts as there; those with an underscore are left out, and `*` stands for a
module of which the names are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_ANY = "*"

_NAMES = """
fal.api: Any AppException AppsNamespace ArgsT AuthModeLiteral BaseServable BasicConfig
  CUDAOutOfMemoryException Callable ClassVar Concatenate ContainerImage Credentials
  DeploymentStrategyLiteral Dict FAL_SERVERLESS_DEFAULT_CONCURRENCY_BUFFER
  FAL_SERVERLESS_DEFAULT_CONCURRENCY_BUFFER_PERC FAL_SERVERLESS_DEFAULT_KEEP_ALIVE
  FAL_SERVERLESS_DEFAULT_MACHINE_TYPE FAL_SERVERLESS_DEFAULT_MAX_MULTIPLEXING
  FAL_SERVERLESS_DEFAULT_MIN_CONCURRENCY FAL_SERVERLESS_DEFAULT_URL FalFastAPI
  FalMissingDependencyError FalSerializationError FalServer FalServerlessClient
  FalServerlessConnection FalServerlessError FalServerlessException FalServerlessHost FastAPI
  FieldException File FileSync FileSyncOptions FunctionRuntimeConfig Future GPUException Generic
  HealthCheck Host HostedRunState InternalFalServerlessError IsolateLogPrinter IsolatedFunction
  Iterable Iterator KeysNamespace Literal LocalHost MachineRequirements NamedTuple Optional
  Options Param ParamSpec Path PathLike ProgressCallback Queue RegisterApplicationResult
  RegisterResultHandler RequestValidationError Requirement Requirements ResultHandler ReturnT
  RouteSignature RunResultHandler RunnersNamespace SERVE_REQUIREMENTS SecretsNamespace
  ServeWrapper ServedIsolatedFunction SpawnInfo SpawnResultHandler SyncServerlessClient
  TYPE_CHECKING ThreadPoolExecutor TypeVar UserFunctionException WebSocket annotations api apps
  asynccontextmanager asyncio cached canonicalize_name cast check_python_version_for_options
  client cloudpickle compatible_class console dataclass defaultdict deploy environments
  fastapi_logger fastapi_version field find_missing_dependencies flags function
  get_agent_credentials get_app_files_relative_path get_close_matches get_credentials get_logger
  get_type_hints grpc has_local_path include_app_files_path include_module include_modules_from
  inspect jsonable_encoder keys logger materialize_local_paths math merge_basic_config os overload
  patch_pickle pydantic_version replace run runners secrets suppress sys tblib threading uvicorn
  warnings wraps yaml
fal.api.api: Any AppException ArgsT AuthModeLiteral BaseEnvironment BaseServable BasicConfig
  CUDAOutOfMemoryException Callable ClassVar Concatenate ContainerImage Credentials
  DeploymentStrategyLiteral Dict FAL_SERVERLESS_DEFAULT_CONCURRENCY_BUFFER
  FAL_SERVERLESS_DEFAULT_CONCURRENCY_BUFFER_PERC FAL_SERVERLESS_DEFAULT_KEEP_ALIVE
  FAL_SERVERLESS_DEFAULT_MACHINE_TYPE FAL_SERVERLESS_DEFAULT_MAX_MULTIPLEXING
  FAL_SERVERLESS_DEFAULT_MIN_CONCURRENCY FAL_SERVERLESS_DEFAULT_URL FalFastAPI
  FalMissingDependencyError FalSerializationError FalServer FalServerlessClient
  FalServerlessConnection FalServerlessError FalServerlessException FalServerlessHost FastAPI
  FieldException File FileSync FileSyncOptions FunctionRuntimeConfig Future GPUException Generic
  HealthCheck Host HostedRunState InternalFalServerlessError IsolateLogPrinter IsolatedFunction
  Iterable Iterator Literal LocalHost MachineRequirements NamedTuple Optional Options Param
  ParamSpec Path PathLike ProgressCallback Queue RegisterApplicationResult RegisterResultHandler
  RequestValidationError Requirement Requirements ResultHandler ReturnT RouteSignature
  RunResultHandler SERVE_REQUIREMENTS ServeWrapper ServedIsolatedFunction SpawnInfo
  SpawnResultHandler TYPE_CHECKING ThreadPoolExecutor TypeVar UserFunctionException WebSocket
  annotations asynccontextmanager asyncio cached canonicalize_name cast
  check_python_version_for_options cloudpickle compatible_class console dataclass defaultdict
  fastapi_logger fastapi_version field find_missing_dependencies flags function
  get_agent_credentials get_app_files_relative_path get_close_matches get_credentials get_logger
  get_type_hints grpc has_local_path include_app_files_path include_module include_modules_from
  inspect jsonable_encoder logger materialize_local_paths math merge_basic_config os overload
  patch_pickle pydantic_version replace suppress sys tblib threading uvicorn warnings wraps yaml
fal.api.apps: AliasInfo FalServerlessClient List Optional RunnerInfo SyncServerlessClient
  TYPE_CHECKING annotations app_gpus apps_runners datetime list_apps rollout_app scale_app
fal.api.client: AliasInfo AppsNamespace Client Credentials EnvironmentInfo
  FAL_SERVERLESS_DEFAULT_URL FalServerlessHost KeyPreset KeyScope KeysNamespace List Optional
  RunnerInfo RunnersNamespace SecretsNamespace ServerlessSecret SyncServerlessClient TYPE_CHECKING
  UserKeyInfo annotations apps_api dataclass deploy_api environments_api keys_api runners_api
  secrets_api warnings
fal.api.deploy: AppData AuthModeLiteral Client DeploymentResult DeploymentStrategyLiteral
  FalServerlessHost LoadedFunction MAX_ANNOTATIONS_TOTAL_BYTES MAX_ANNOTATION_COUNT
  MAX_ANNOTATION_KEY_LENGTH MAX_DEPLOY_MESSAGE_LENGTH Optional Path PreparedDeployment
  ProgressCallback RESERVED_ANNOTATION_KEYS ResultHandler SyncServerlessClient TYPE_CHECKING User
  annotations cast dataclass deploy execute_prepared_deployment json namedtuple prepare_deployment
  replace
fal.api.environments: EnvironmentInfo List SyncServerlessClient TYPE_CHECKING annotations
  create_environment delete_environment list_environments
fal.api.keys: KeyPreset List SyncServerlessClient TYPE_CHECKING UserKeyInfo annotations create_key
  list_keys revoke_key
fal.api.run: Any FalMissingDependencyError FalServerlessError IsolatedFunction ResultHandler
  TYPE_CHECKING UserFunctionException annotations find_missing_dependencies run
fal.api.runners: FalServerlessClient List Optional RunnerInfo SyncServerlessClient TYPE_CHECKING
  annotations datetime kill_runner list_runners runners_gpus stop_runner
fal.api.secrets: List ServerlessSecret SyncServerlessClient TYPE_CHECKING annotations list_secrets
  set_secret unset_secret
fal.app: ASGIApp Any App AppClient AppClientError AppSpawnInfo ApplicationHealthCheckConfig
  AuthModeLiteral BaseServable BillingComponents BillingDeclaration CDN_TOKEN_KEY Callable
  ClassVar ContainerImage DEFAULT_APP_FILES_IGNORE DEFAULT_PLATFORM_STARTUP_TIMEOUT EndpointClient
  EndpointT FalServerlessException HealthCheck IsolatedFunction Optional PART_FINDER_RE
  REALTIME_APP_REQUIREMENTS REQUEST_ENDPOINT_KEY REQUEST_ID_KEY Receive RequestCancelledException
  RequestContext RetryConditionLiteral RetryConfig RetryConfigDict RouteSignature
  SERVE_REQUIREMENTS Scope Send SpawnInfo UPLOAD_POLICY_KEY UploadPolicy UploadPolicyInputError
  WMA_APP_REQUIREMENTS annotations async_grpc asynccontextmanager asyncio check_declaration
  contextmanager copy dataclass drain_upload_policies endpoint fal_function fastapi field
  get_current_app get_logger include_modules_from inspect key_credentials logger
  open_isolate_channel os parse_upload_policy queue re realtime request_lifecycle_preference
  run_in_thread set_current_app sys threading time wrap_app
fal.app_files: Path annotations get_app_files_relative_path include_app_files_path os sys
fal.apps: Any Callable Completed Connection Credentials InProgress Iterator Queued RequestHandle
  TYPE_CHECKING USER_AGENT annotations contextmanager dataclass field flags get_credentials httpx
  json lru_cache random run stream submit time ws
fal.auth: AuthCredentials Config FalServerlessException GoogleColabState Lock Optional
  UnauthenticatedException UserAccess annotations auth0 current_user_info dataclass
  fetch_auth_credentials field get_colab_token is_google_colab key_credentials local login logout
  os
fal.auth.auth0: AUTH0_ALGORITHMS AUTH0_CLIENT_ID AUTH0_DOMAIN AUTH0_FAL_API_AUDIENCE_ID
  AUTH0_ISSUER AUTH0_JWKS_URL AUTH0_SCOPE FalServerlessException WEBSITE_URL annotations
  build_jwk_client functools get_user_info login logout_url maybe_open_browser_tab refresh revoke
  time validate_id_token verify_access_token_expiration warnings
fal.auth.local: Path annotations contextmanager delete_token load_preference load_token lock_token
  os save_preference save_token
fal.cli: *
fal.cli.api: *
fal.cli.apps: *
fal.cli.auth: *
fal.cli.cli_nested_json: *
fal.cli.completion: *
fal.cli.create: *
fal.cli.debug: *
fal.cli.deploy: *
fal.cli.deploy_check: *
fal.cli.doctor: *
fal.cli.environments: *
fal.cli.files: *
fal.cli.keys: *
fal.cli.main: *
fal.cli.parser: *
fal.cli.profile: *
fal.cli.queue: *
fal.cli.run: *
fal.cli.runners: *
fal.cli.secrets: *
fal.cli.teams: *
fal.compat: Any Callable annotations asyncio copy_context partial run_in_thread
fal.config: Any Config Dict Iterator List NO_PROFILE_ERROR Optional SETTINGS_SECTION annotations
  contextmanager os
fal.console: Console Theme annotations console encoding icons rules ux
fal.console.encoding: TextIO annotations make_terminal_safe
fal.console.icons: *
fal.console.rules: Any Console TYPE_CHECKING annotations print_rule
fal.console.ux: annotations is_headless maybe_open_browser_tab os webbrowser
fal.container: BUILDERS Builder CommandOverride ContainerImage DEFAULT_COMPRESSION
  DEFAULT_DOCKERIGNORE_PATTERNS DEFAULT_FORCE_COMPRESSION Dict DockerfileParser
  DockerignoreHandler List Literal Optional Path Union copy dataclass field json os re shlex sys
fal.distributed: DistributedRunner DistributedWorker utils worker
fal.distributed.utils: Any BytesIO Callable Dict KeepAliveTimer Optional Path TYPE_CHECKING Tuple
  Union base64 datetime distributed_deserialize distributed_serialize encode_text_event
  format_deserialized_data format_for_serialization has_type_name is_numpy_array is_pil_image
  is_torch_tensor json launch_distributed_processes mp os pickle threading warnings
  wrap_distributed_worker
fal.distributed.worker: Any AsyncIterator Callable Coroutine DistributedRunner DistributedWorker
  Future KeepAliveTimer Optional Path Socket TYPE_CHECKING Union annotations asynccontextmanager
  asyncio distributed_deserialize distributed_serialize encode_text_event inspect
  launch_distributed_processes mp os partial pickle queue threading time torch traceback uuid
  warnings
fal.exceptions: AppException AppFileUploadException CUDAOutOfMemoryException
  FalServerlessException FieldException FileTooLargeError GPUException GPUOutOfMemoryException
  RequestCancelledException UnauthenticatedException annotations auth catch_gpu_exceptions gpu
fal.exceptions.auth: FalServerlessException UnauthenticatedException annotations
fal.exceptions.gpu: AppException CUDAOutOfMemoryException GPUException GPUOutOfMemoryException
  annotations catch_gpu_exceptions contextlib dataclass
fal.file_sync: Any AppFileMultipartUpload AppFileUploadException DEFAULT_CONCURRENCY_UPLOADS Dict
  FILE_SIZE_LIMIT FalServerlessException FileMetadata FileSync FileSyncOptions FileTooLargeError
  List MULTIPART_CHUNK_SIZE Optional Options Path Pattern PurePosixPath TYPE_CHECKING Tree Tuple
  USER_AGENT WINDOWS_PATHS cached_property compute_hash concurrent console dataclass flags
  get_cross_icon hashlib httpx normalize_path os print_path_tree re sanitize_relative_path
fal.files: AbstractFileSystem DataFileMultipartUpload FalFileSystem MULTIPART_CHUNK_SIZE
  MULTIPART_MAX_CONCURRENCY MULTIPART_THRESHOLD Optional ProgressFileReader TYPE_CHECKING
  USER_AGENT cached_property httpx os posixpath
fal.flags: AUTH_DISABLED Config DEBUG DONT_OPEN_LINKS FAL_QUEUE_RUN_HOST FAL_RUN_HOST
  FAL_WS_RUN_HOST GRPC_HOST REST_HOST REST_SCHEME REST_URL TEST_MODE URL_OUTPUT annotations
  bool_envvar config config_host os
fal.logging: Any DebugConsoleLogProcessor EventDict LEVEL_STYLES WrappedLogger annotations
  get_logger isolate set_debug_logging structlog style trace
fal.logging.isolate: ConsoleRenderer EventDict IsolateLogPrinter LEVEL_STYLES Log LogSource
  TYPE_CHECKING annotations datetime make_terminal_safe sys timezone
fal.logging.style: LEVEL_STYLES annotations colorama
fal.logging.trace: Any Callable ClientCallDetails ClientInterceptor TraceContext
  TraceContextInterceptor TracerProvider annotations dataclass get_current_span_context get_logger
  get_tracer logger provider trace
fal.project: Any Dict Optional Path Sequence Tuple Union find_project_root find_pyproject_toml
  lru_cache parse_pyproject_toml tomli
fal.realtime: *
fal.ref: App Optional TYPE_CHECKING current_app get_current_app set_current_app
fal.sdk: ALIAS_AUTH_MODES AliasInfo Any ApplicationHealthCheckConfig ApplicationInfo
  AuthModeLiteral AuthenticatedCredentials BuildEnvironmentResult Callable Credentials
  DEPLOYMENT_STRATEGIES DeploymentStrategy DeploymentStrategyLiteral Dict ENVIRONMENT_SEPARATOR
  Enum EnvironmentInfo ExitStack FAL_SERVERLESS_DEFAULT_CONCURRENCY_BUFFER
  FAL_SERVERLESS_DEFAULT_CONCURRENCY_BUFFER_PERC FAL_SERVERLESS_DEFAULT_KEEP_ALIVE
  FAL_SERVERLESS_DEFAULT_MAX_MULTIPLEXING FAL_SERVERLESS_DEFAULT_MIN_CONCURRENCY
  FalServerlessClient FalServerlessConnection FalServerlessException FalServerlessKeyCredentials
  File Generic HTTPError HealthCheck HostedRunResult HostedRunState HostedRunStatus InputT
  Iterator KeyPreset KeyScope Literal LocalCredentials Log MachineRequirements Optional
  RegisterApplicationResult RegisterApplicationResultType RemoteCredentials ReplaceState ResultT
  RetryConditionLiteral RetryConfig RetryConfigDict RunnerInfo RunnerState ServerCredentials
  ServerlessSecret ServiceURLs TYPE_CHECKING TraceContextInterceptor TypeVar TypedDict UNSET
  UserAccess UserKeyInfo WorkerStatus annotations console construct_alias current_user_info
  dataclass datetime deconstruct_alias enum field flags from_grpc get_agent_credentials get_args
  get_credentials get_default_server_credentials get_logger grpc isolate_proto key_credentials
  logger patch_pickle timedelta to_serialized_object to_struct validate_retry_config_dict
fal.sync: Client Path PathSpec TYPE_CHECKING annotations hashlib os sync_dir zipfile
fal.toolkit: Audio AudioField CompressedFile DownloadError FAL_MODEL_WEIGHTS_DIR
  FAL_PERSISTENT_DIR FAL_REPOSITORY_DIR FalBaseModel FalTookitException Field File FileField
  FileUploadException Hidden Image ImageField ImageSizeConstraints ImageSizeField ImageSizeInput
  ImageValidationConfig ImageValidationOptions KVStore KVStoreException Video VideoField
  VideoNormalizationConfig VideoValidationConfig VideoValidationOptions annotations audio
  clone_repository compilation constraints download_file download_model_weights exceptions file
  get_gpu_type get_image_size image kv load_inductor_cache pydantic sync_inductor_cache
  synchronized_inductor_cache to_xfal types utils video
fal.toolkit.audio: Audio AudioField Field File IS_PYDANTIC_V2 audio wraps
fal.toolkit.audio.audio: Audio AudioField Field File IS_PYDANTIC_V2 wraps
fal.toolkit.compilation: GLOBAL_INDUCTOR_CACHES_DIR Iterator LOCAL_INDUCTOR_CACHE_DIR
  PERSISTENT_TMP_DIR Path annotations contextmanager get_gpu_type hashlib load_inductor_cache os
  re shutil subprocess sync_inductor_cache synchronized_inductor_cache tempfile
fal.toolkit.constraints: Any ImageSizeConstraints ImageValidationConfig ImageValidationOptions
  Optional TypedDict VideoNormalizationConfig VideoValidationConfig VideoValidationOptions
  annotations dataclasses to_xfal
fal.toolkit.exceptions: FalTookitException FileUploadException FileUploadFallbackException
  KVStoreException
fal.toolkit.file: Any BUILT_IN_REPOSITORIES BaseModel Callable CompressedFile DEFAULT_REPOSITORY
  FALLBACK_REPOSITORY FalCDNFileRepository FalFileRepository FalFileRepositoryV2
  FalFileRepositoryV3 Field File FileData FileField FileRepository FileRepositoryFactory
  FileUploadFallbackException GoogleStorageRepository IS_PYDANTIC_V2 InMemoryRepository
  LocalFileRepository MultipartUploadV3 NamedTemporaryFile OBJECT_LIFECYCLE_PREFERENCE_KEY
  Optional Path PendingFile R2Repository RepositoryId Request Reservation UPLOAD_POLICY_KEY
  UploadPolicyInputError ZipFile annotations bool_envvar dataclass download_file field file
  get_builtin_repository get_current_app get_upload_policy mkdtemp model_validator providers
  pydantic request_lifecycle_preference reserve_with_policy run_in_thread save_with_policy shutil
  types urlparse wraps
fal.toolkit.file.file: Any BUILT_IN_REPOSITORIES BaseModel Callable CompressedFile
  DEFAULT_REPOSITORY FALLBACK_REPOSITORY FalCDNFileRepository FalFileRepository
  FalFileRepositoryV2 FalFileRepositoryV3 Field File FileData FileField FileRepository
  FileRepositoryFactory FileUploadFallbackException GoogleStorageRepository IS_PYDANTIC_V2
  InMemoryRepository LocalFileRepository MultipartUploadV3 NamedTemporaryFile
  OBJECT_LIFECYCLE_PREFERENCE_KEY Optional Path PendingFile R2Repository RepositoryId Request
  Reservation UPLOAD_POLICY_KEY UploadPolicyInputError ZipFile annotations bool_envvar dataclass
  download_file field get_builtin_repository get_current_app get_upload_policy mkdtemp
  model_validator pydantic request_lifecycle_preference reserve_with_policy run_in_thread
  save_with_policy shutil urlparse wraps
fal.toolkit.file.providers: fal gcp local r2 s3
fal.toolkit.file.providers.fal: *
fal.toolkit.file.providers.gcp: DEFAULT_URL_TIMEOUT FileData FileRepository
  GoogleStorageRepository Optional annotations dataclass datetime json os posixpath retry uuid
fal.toolkit.file.providers.local: Any FalFileRepositoryV3 FileData FileRepository Iterable
  LocalFileRepository LocalUploadInvalid LocalUploadRefused MultipartUploadV3 Path Reservation
  UPLOAD_POLICY_KEY UploadPolicy UploadPolicyError annotations bool_envvar json partial quote
  reserve reserve_with_policy save_with_policy upload upload_bytes_with_policy
  upload_path_with_policy upload_stream wraps
fal.toolkit.file.providers.r2: BytesIO DEFAULT_URL_TIMEOUT FileData FileRepository Optional
  R2Repository annotations dataclass json os posixpath retry uuid
fal.toolkit.file.providers.s3: BytesIO DEFAULT_URL_TIMEOUT FileData FileRepository Optional
  S3Repository annotations dataclass os posixpath retry uuid
fal.toolkit.file.types: Any Callable FileData FileRepository Literal Optional Path RepositoryId
  Reservation annotations dataclass field guess_extension guess_type uuid4
fal.toolkit.image: BaseModel DEFAULT_REPOSITORY FALLBACK_REPOSITORY Field File FileRepository
  IMAGE_SIZE_PRESETS IS_PYDANTIC_V2 Image ImageField ImageFormat ImageSize ImageSizeConstraints
  ImageSizeField ImageSizeInput ImageSizePreset Literal MAX_IMAGE_DOWNLOAD_SIZE Optional PILImage2
  Path RepositoryId Request TEMP_HEADERS TYPE_CHECKING TemporaryDirectory Union annotations
  filter_by get_image_size image io lru_cache nsfw_filter preprocess_image read_image_from_url
  safety_checker ssrf_safe_get ssrf_safe_get_to_file to_xfal urlopen urlparse wraps
fal.toolkit.image.image: BaseModel DEFAULT_REPOSITORY FALLBACK_REPOSITORY Field File
  FileRepository IMAGE_SIZE_PRESETS IS_PYDANTIC_V2 Image ImageField ImageFormat ImageSize
  ImageSizeConstraints ImageSizeField ImageSizeInput ImageSizePreset Literal
  MAX_IMAGE_DOWNLOAD_SIZE Optional PILImage Path RepositoryId Request TEMP_HEADERS TYPE_CHECKING
  TemporaryDirectory Union annotations get_image_size io ssrf_safe_get_to_file to_xfal urlparse
  wraps
fal.toolkit.image.nsfw_filter: NSFWImageDetectionInput NSFWImageDetectionOutput env inference
  model run_nsfw_estimation
fal.toolkit.image.nsfw_filter.env: CURR_DIR Path get_requirements
fal.toolkit.image.nsfw_filter.inference: BaseModel Field NSFWImageDetectionInput
  NSFWImageDetectionOutput check_nsfw_content fal get_model get_requirements local
  read_image_from_url result run_nsfw_estimation run_nsfw_estimation_on_fal
fal.toolkit.image.nsfw_filter.model: fal get_model
fal.toolkit.image.safety_checker: Any fal filter_by get_model load_safety_checker
  postprocess_images run_safety_checker run_safety_checker_v2
fal.toolkit.kv: Any Dict FAL_KV_HOST HTTPError KVStore KVStoreException Optional Request
  USER_AGENT fal_v3_token_manager json urlencode
fal.toolkit.pydantic: Any AudioField BaseModel ClassVar FalBaseModel Field FieldInfo FileField
  Hidden IS_PYDANTIC_V2 ImageField List Set TypeVar VideoField annotations model_validator
  pydantic warnings
fal.toolkit.types: Any DataUri Dict DownloadFileMixin DownloadImageMixin FileInput Generator
  HTTP_URL_REGEX HttpsUrl IS_PYDANTIC_V2 ImageDataUri ImageHttpsUrl ImageInput MAX_DATA_URI_LENGTH
  MAX_HTTPS_URL_LENGTH Path Union contextmanager download_file pydantic re read_image_from_url
  tempfile
fal.toolkit.utils: DownloadError FAL_MODEL_WEIGHTS_DIR FAL_PERSISTENT_DIR FAL_REPOSITORY_DIR
  Message Path PurePath Request SSRFError SSRFHTTPStatusError SafeResponse TEMP_HEADERS
  TemporaryDirectory annotations clone_repository download_file download_model_weights
  download_utils endpoint errno hashlib mkstemp os patch_onnx_runtime retry setup_utils shutil
  ssrf subprocess suppress sys time urlopen urlparse
fal.toolkit.utils.download_utils: DownloadError FAL_MODEL_WEIGHTS_DIR FAL_PERSISTENT_DIR
  FAL_REPOSITORY_DIR Message Path PurePath Request SSRFError SSRFHTTPStatusError SafeResponse
  TEMP_HEADERS TemporaryDirectory annotations clone_repository download_file
  download_model_weights errno hashlib mkstemp os shutil subprocess suppress sys time urlopen
  urlparse
fal.toolkit.utils.endpoint: Request asynccontextmanager cancel_on_disconnect create_task_group
fal.toolkit.utils.retry: Any BackoffType Callable Literal Optional asyncio functools inspect
  random retry time traceback
fal.toolkit.utils.setup_utils: os patch_onnx_runtime
fal.toolkit.utils.ssrf: Any Callable DEFAULT_ALLOWED_SCHEMES DEFAULT_MAX_REDIRECT_HOPS
  SSRFConnectionError SSRFError SSRFHTTPStatusError SafeResponse annotations contextlib dataclass
  http ipaddress is_globally_routable_ip merge_headers_for_pinned_request os
  resolve_and_validate_host socket ssl ssrf_safe_get ssrf_safe_get_headers ssrf_safe_get_to_file
  tempfile urllib warnings
fal.toolkit.video: Field File IS_PYDANTIC_V2 Optional Video VideoField VideoNormalizationConfig
  VideoValidationConfig to_xfal video wraps
fal.toolkit.video.video: Field File IS_PYDANTIC_V2 Optional Video VideoField
  VideoNormalizationConfig VideoValidationConfig to_xfal wraps
fal.upload: Any AppFileMultipartUpload BaseMultipartUpload BinaryIO Callable
  DataFileMultipartUpload Dict FalServerlessException List Lock MULTIPART_CHUNK_SIZE
  MULTIPART_MAX_CONCURRENCY MULTIPART_THRESHOLD Optional ProgressFileReader Thread Tuple cast
  concurrent hashlib httpx io logger logging math os queue time
fal.utils: App AuthModeLiteral FalServerlessHost IsolatedFunction LoadedFunction Optional Options
  TYPE_CHECKING annotations dataclass load_function_from merge_basic_config sys
fal.wma: *
fal.wma.app: Any BaseModel BatchedFnTrack Callable ClassVar CloseSessionResponse Dict Field
  HeartbeatResponse InputValueError Iterator List Literal RealtimeApp Response SDPMessage SDPOffer
  Session SessionEventHandler SessionParams SessionRef SessionStore Set StartSessionRequest
  StartSessionResponse TrackEnded Union asyncio dataclass deque fal fastapi field
  filter_sdp_ice_candidates inspect json logger logging time uuid
fal.wma.contract: ASYNCAPI_DOCUMENT_VERSION ASYNCAPI_SPEC_VERSION ASYNCAPI_URL Any BaseModel
  CLIENT_OPERATION CONTRACT_EXTENSION CONTRACT_VERSION CommandWorld ConfiguredSession Constraint
  DEFAULT_CONTENT_TYPE Dict Direction ExampleUI List Literal Measure MediaContract MessageExample
  MessagePresentation MessageSchema OPENAPI_URL RealtimeContract SERVER_OPERATION SESSION_PROTOCOL
  SESSION_PROTOCOL_VERSION Set TRANSPORT_PROTOCOL Track TrackKind TrackSource Tuple Union
  apply_contract dataclass field message_types publish_profile re render_asyncapi
fal.wma.duration_billing: Any Callable ContextVar DEFAULT_GRACE_PERIOD_SECONDS
  DEFAULT_UPDATE_INTERVAL_SECONDS TIMING_ACTION TIMING_MESSAGE_TYPE Union WebSocketDisconnect
  asyncio fal install_duration_billing is_timing_frame json make_duration_billed_handler
  mark_billing_started mark_session_failed math time timing_frame
fal.wma.ice: Any Awaitable Callable DEFAULT_SERVER_PROVIDER_TIMEOUT_SECONDS DEFAULT_STUN_URL
  ICE_STATUS_BRIDGE_MANAGED ICE_STATUS_MISCONFIGURED ICE_STATUS_SERVER_MANAGED
  ICE_STATUS_STUN_ONLY ICE_STATUS_TURN ICE_STATUS_UNREACHABLE IceServerConfigError
  IceServerProvider IceServerProviderResult MAX_CREDENTIAL_LENGTH MAX_ICE_ENTRIES
  MAX_ICE_URL_LENGTH Mapping MeteredConfigError MeteredError MeteredFetchError MeteredIceProvider
  Protocol RunnerIceConfig Sequence Union annotations asyncio build_rtc_ice_servers dataclass
  ice_candidate_type_counts ice_servers_for_aiortc inspect ipaddress logger logging math re
  run_in_thread stun_only_ice_servers validate_forwarded_ice_servers validate_server_ice_servers
fal.wma.metered: ALLOWED_METERED_APEXES Any Callable DEFAULT_REFRESH_MARGIN_SECONDS
  DEFAULT_STUN_URL DEFAULT_TURN_EXPIRY_SECONDS Dict FALLBACK_RELAY_HOST FALLBACK_STUN_HOST FetchFn
  HTTP_TIMEOUT_SECONDS List MAX_CREDENTIAL_LENGTH MAX_ICE_ENTRIES MAX_ICE_URL_LENGTH
  MAX_RESPONSE_BYTES METERED_RELAY_APEX MIN_CACHE_TTL_SECONDS Mapping MeteredConfigError
  MeteredError MeteredFetchError MeteredIceProvider Sequence annotations fetch_metered_credential
  fetch_metered_ice_array json logger logging mint_ice_servers os parse_metered_ice_array re
  run_in_thread sanitize_metered_domain synthesize_ice_servers threading time urllib
  validate_forwarded_ice_servers
fal.wma.profile: Annotated Any BaseModel CommandErrors CommandState CommandWorld ConfiguredSession
  Dict ErrorMapping Event Literal PROFILE_EXTENSION PROFILE_VERSION Sequence SerialAction
  SerialInput Set Tuple Type Union VersionedInput dataclass get_args get_origin publish_profile re
  types
fal.wma.protocol: Annotated Any BaseModel BeforeValidator Callable CommandsMessage ConfigDict
  ControlMessage Dict ErrorMessage Field KeyState KeysMessage List Literal PingMessage PongMessage
  PromptMessage ResetMessage ServerMessage Set StreamExhaustedMessage Tuple Type TypeAdapter Union
  ValidationError commands_message control_json create_model json keys_message
  parse_control_message threading
fal.wma.raw: Any AsyncIterator Awaitable CONNECTION_REPORT_VERSION Callable ClientOfferError Dict
  INITIAL_CONNECT_TIMEOUT_SECONDS List Mapping SSE_KEEPALIVE SessionSlot Set Union
  VIDEO_CLOCK_RATE asyncio close_peer_connection filter_sdp_ice_candidates inspect
  install_orderly_ice_teardown ipaddress is_globally_routable_ip json logger logging
  make_video_queue_track negotiate_answer queue_put_drop_oldest sanitize_connection_report
  sse_event threading wait_for_initial_connect watch_connection_state wma_session_stream
fal.wma.relay: Any AsyncIterator Awaitable Callable ControlRejected Sequence Tuple Type Union
  WebSocketSignalingRelay asyncio
fal.wma.sdk: AiortcPeer Any App Awaitable BackgroundTask BaseModel Body CONNECTION_REPORT_VERSION
  Callable ClassVar ClientOfferError ConnectionReportObserver DATA_CHANNEL_LABEL Deque Dict
  FAL_BILLING_HEADER FAL_BILLING_WEBHOOK_HEADER FalApp Field GPUException HTTPException Header
  INITIAL_CONNECT_TIMEOUT_SECONDS InputValueError InternalServerError List Literal
  MAX_CONTROL_BUFFER_BYTES MAX_PENDING_CONTROL_MESSAGES PeerBackend Protocol RealtimeContract
  Request SSE_KEEPALIVE_INTERVAL START_SESSION_PATH STREAM_START_TIMEOUT_SECONDS Session
  SessionAnswer SessionParams Set StartSessionRequest StreamingResponse Tuple Union apply_contract
  asyncio close_peer_connection deque endpoint inspect json logger logging math negotiate_answer
  observe_peer_connection render_asyncapi run_in_thread sanitize_connection_report sse_event
  suppress threading valid_fal_request_id
fal.wma.telemetry: Any CONNECTION_REPORT_VERSION CandidateType ConnectionReport
  ConnectionReportObserver Dict IceProtocol List Literal Mapping Union asyncio
  build_connection_report cast dataclass logger logging observe_peer_connection
  sanitize_connection_report time
fal.wma.ui: Any BaseModel ConfigDict Dict ExampleUI Field FieldUI HttpUrl Literal Tuple
  UI_EXTENSION Union
fal.workflows: Any ArgumentParser AttributeLeaf BaseModel Context Counter Dict Display
  FalServerlessException HTTPValidationError INPUT_VARIABLE_NAME IndexLeaf Iterator JSONType Leaf
  List MisconfiguredGraphError Node ReferenceLeaf Run SchemaType Syntax Union VARIABLE_PREFIX
  WORKFLOW_EXPORT_VERSION Workflow WorkflowSyntaxError annotations cast create_workflow dataclass
  depends export_workflow_json fal field flags graphlib import_workflow_json iter_leaves json main
  parse_leaf publish_workflow rich webbrowser
"""


@cache
def _modules() -> Mapping[str, frozenset[str]]:
    texts = (each.partition(":") for each in _NAMES.replace("\n ", " ").split("\n"))
    return {module: frozenset(names.split()) for module, _, names in texts if module}


def is_module(name: str) -> bool:
    """Whether fal has a module of this dotted name."""
    return name in _modules()


def names_of(module: str) -> frozenset[str] | None:
    """All the names of a module, its own modules included; `None` where they are not known."""
    names = _modules().get(module)
    return None if names is None or _ANY in names else names
