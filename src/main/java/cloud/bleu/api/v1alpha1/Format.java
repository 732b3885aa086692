package cloud.bleu.api.v1alpha1;

/** Regular expressions and bounds that several kinds share. */
final class Format {
  /** The name of a cluster-scoped object. */
  static final String NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

  /** A name within another object or an identifier given by a provider. */
  static final String TOKEN = "^[A-Za-z0-9]([-A-Za-z0-9._/]*[A-Za-z0-9])?$";

  /** A registry of images or a part of one: host, host:port or host/path. */
  static final String REGISTRY =
      "^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([-._]+[a-z0-9]+)*)*$";

  /** A DNS label: the name of a namespace or a Service. */
  static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** A host in lower case, {@code *.domain} or {@code *}. */
  static final String HOST =
      "^(\\*|(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$";

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /**
   * A DNS name, or an address of IPv4 or IPv6. What ends in a number or has a colon is asked for
   * more by rules in CEL.
   */
  static final String NAME_OR_ADDRESS =
      "^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$";

  /** An address of IPv4: four numbers up to 255 without leading zeros. For rules in CEL. */
  static final String IPV4 = "(" + OCTET + "[.]){3}" + OCTET;

  /** http or https, a host, a port and a path: no user, no query, no fragment. */
  static final String PROBE_URL =
      "^https?://([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\\])(:([1-9][0-9]{0,3}"
          + "|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
          + "(/[-A-Za-z0-9._~%!$&'()*+,;=:@/]*)?$";

  /** ISO 3166-1 alpha-2. */
  static final String COUNTRY = "^[A-Z]{2}$";

  /** ISO 3166-1 alpha-2, or the sets EU and EEA. */
  static final String COUNTRY_OR_SET = "^([A-Z]{2}|EEA)$";

  /** 0 to 100 with at most six decimals. */
  static final String PERCENT = "^(100(\\.0{1,6})?|[0-9]{1,2}(\\.[0-9]{1,6})?)$";

  /** A decimal that is not negative. */
  static final String DECIMAL = "^[0-9]{1,12}(\\.[0-9]{1,9})?$";

  /** A Kubernetes quantity that is not negative. */
  static final String QUANTITY =
      "^\\+?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,2})?$";

  /** A count or a percentage. */
  static final String COUNT_OR_PERCENT = "^([0-9]{1,6}|100%|[0-9]{1,2}%)$";

  /** A duration as Go writes it. */
  static final String DURATION = "^([0-9]{1,9}(\\.[0-9]{1,9})?(ms|s|m|h))+$";

  /** RFC 3339. */
  static final String INSTANT =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[-+][0-9]{2}:[0-9]{2})$";

  static final String DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
  static final String DIGEST = "^sha256:[0-9a-f]{64}$";

  /** A loss: a scope and a value of it, such as {@code site idf-1}. */
  static final String EVENT =
      "^(zone|site|region|provider|failureDomains/[a-z]([-a-z0-9]{0,61}[a-z0-9])?) .+$";

  static final String CODE = "^[A-Z][A-Za-z0-9]*$";

  /** Most zones that one object names. */
  static final int ZONES = 1000;

  /** Most resources in one vector. */
  static final int RESOURCES = 32;

  private Format() {}
}
