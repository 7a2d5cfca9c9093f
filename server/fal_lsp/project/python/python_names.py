"""The names that some modules and classes of Python have, in any Python from 3.9 to 3.14.

Data, united from each of these releases and from typeshed; a test holds it against the Python that
runs. The modules that these modules import are left out, and so are names that begin with `_`.
"""

from __future__ import annotations

import sys

_TEXTS = {
    "base64": """
  MAXBINSIZE MAXLINESIZE a85decode a85encode b16decode b16encode b32decode b32encode
  b32hexdecode b32hexencode b64decode b64encode b85decode b85encode bytes_types decode
  decodebytes encode encodebytes main standard_b64decode standard_b64encode test
  urlsafe_b64decode urlsafe_b64encode z85decode z85encode
    """,
    "copy": """
  Error PyStringMap copy deepcopy dispatch_table error replace
    """,
    "datetime": """
  MAXYEAR MINYEAR UTC date datetime datetime_CAPI time timedelta timezone tzinfo
    """,
    "datetime.date": """
  ctime day fromisocalendar fromisoformat fromordinal fromtimestamp isocalendar isoformat
  isoweekday max min month replace resolution strftime strptime timetuple today toordinal
  weekday year
    """,
    "datetime.datetime": """
  astimezone combine ctime date day dst fold fromisocalendar fromisoformat fromordinal
  fromtimestamp hour isocalendar isoformat isoweekday max microsecond min minute month now
  replace resolution second strftime strptime time timestamp timetuple timetz today toordinal
  tzinfo tzname utcfromtimestamp utcnow utcoffset utctimetuple weekday year
    """,
    "datetime.timedelta": """
  days max microseconds min resolution seconds total_seconds
    """,
    "functools": """
  GenericAlias Placeholder RLock WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property
  cmp_to_key get_cache_token lru_cache namedtuple partial partialmethod recursive_repr reduce
  singledispatch singledispatchmethod total_ordering update_wrapper wraps
    """,
    "glob": """
  escape glob glob0 glob1 has_magic iglob magic_check magic_check_bytes translate
    """,
    "hashlib": """
  algorithms_available algorithms_guaranteed blake2b blake2s file_digest md5 new pbkdf2_hmac
  scrypt sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512 shake_128
  shake_256
    """,
    "itertools": """
  accumulate batched chain combinations combinations_with_replacement compress count cycle
  dropwhile filterfalse groupby islice pairwise permutations product repeat starmap takewhile
  tee zip_longest
    """,
    "json": """
  decoder encoder scanner tool
  JSONDecodeError JSONDecoder JSONEncoder detect_encoding dump dumps load loads
    """,
    "math": """
  acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf
  erfc exp exp2 expm1 fabs factorial floor fma fmod frexp fsum gamma gcd hypot inf isclose
  isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm pi
  pow prod radians remainder sin sinh sqrt sumprod tan tanh tau trunc ulp
    """,
    "random": """
  BPF LOG4 NV_MAGICCONST RECIP_BPF Random SG_MAGICCONST SystemRandom TWOPI betavariate
  binomialvariate choice choices expovariate gammavariate gauss getrandbits getstate
  lognormvariate main normalvariate paretovariate randbytes randint random randrange sample seed
  setstate shuffle triangular uniform vonmisesvariate weibullvariate
    """,
    "re": """
  A ASCII DEBUG DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern PatternError
  RegexFlag S Scanner T TEMPLATE U UNICODE VERBOSE X compile error escape findall finditer
  fullmatch match purge search split sub subn template
    """,
    "secrets": """
  DEFAULT_ENTROPY SystemRandom choice compare_digest randbelow randbits token_bytes token_hex
  token_urlsafe
    """,
    "shutil": """
  COPY_BUFSIZE Error ExecError ReadError RegistryError SameFileError SpecialFileError chown copy
  copy2 copyfile copyfileobj copymode copystat copytree disk_usage get_archive_formats
  get_terminal_size get_unpack_formats getgrnam getpwnam ignore_patterns make_archive move nt
  register_archive_format register_unpack_format rmtree unpack_archive unregister_archive_format
  unregister_unpack_format which
    """,
    "statistics": """
  Counter Decimal Fraction LinearRegression NormalDist StatisticsError acos asin atan
  bisect_left bisect_right correlation cos cosh count covariance defaultdict erf exp fabs fmean
  fsum geometric_mean groupby harmonic_mean hypot isfinite isinf itemgetter kde kde_random
  linear_regression log mean median median_grouped median_high median_low mode mul multimode
  namedtuple pi pstdev pvariance quantiles reduce repeat sin sqrt stdev sumprod tan tau variance
    """,
    "string": """
  templatelib
  Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits
  octdigits printable punctuation whitespace
    """,
    "tempfile": """
  NamedTemporaryFile SpooledTemporaryFile TMP_MAX TemporaryDirectory TemporaryFile gettempdir
  gettempdirb gettempprefix gettempprefixb mkdtemp mkstemp mktemp tempdir template
    """,
    "textwrap": """
  TextWrapper dedent fill indent shorten wrap
    """,
    "time": """
  CLOCK_BOOTTIME CLOCK_HIGHRES CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_MONOTONIC_RAW_APPROX
  CLOCK_PROCESS_CPUTIME_ID CLOCK_PROF CLOCK_REALTIME CLOCK_TAI CLOCK_THREAD_CPUTIME_ID
  CLOCK_UPTIME CLOCK_UPTIME_RAW CLOCK_UPTIME_RAW_APPROX altzone asctime clock_getres
  clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime daylight get_clock_info
  gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time
  process_time_ns pthread_getcpuclockid sleep strftime strptime struct_time thread_time
  thread_time_ns time time_ns timezone tzname tzset
    """,
    "uuid": """
  Enum MAX NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 NIL RESERVED_FUTURE
  RESERVED_MICROSOFT RESERVED_NCS RFC_4122 SafeUUID UUID bytes_ getnode int_ main uuid1 uuid3
  uuid4 uuid5 uuid6 uuid7 uuid8
    """,
}
PYTHON_NAMES = {owner: frozenset(names.split()) for owner, names in _TEXTS.items()}
"""By the dotted name of the module or the class."""

PYTHON_MODULES = frozenset(each for each in PYTHON_NAMES if "." not in each)


def lacks(owner: str, name: str) -> bool:
    """Whether a module or class of Python certainly has no such attribute, if nothing sets it."""
    known = PYTHON_NAMES.get(owner)
    if known is None or name in known or name.startswith("_"):
        return False
    # What a module imports is an attribute of it, and what a metaclass has is one of the class.
    return not hasattr(type, name) if "." in owner else name not in sys.stdlib_module_names
