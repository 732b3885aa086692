package cloud.bleu.translate.manifest;

import cloud.bleu.translate.object.QuantityText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the patterns of the CustomResourceDefinitions ask for, in words.
 *
 * @param what a value that does not match is called
 * @param accepted what matches
 * @param advice what to do
 */
record PatternWords(String what, String accepted, String advice) {

  private static final String NAMED = "write the name as it stands there";

  private static final Map<String, PatternWords> WORDS =
      Map.ofEntries(
          entry(
              "^[A-Z]{2}$",
              "not a country",
              "a code of ISO 3166-1 with two letters, as FR",
              "write the code of the country, in capitals"),
          entry(
              "^([A-Z]{2}|EEA)$",
              "not a country",
              "a code of ISO 3166-1 with two letters, as FR, or EU or EEA",
              "write the code of the country, in capitals"),
          entry(
              "^[A-Z]{2}-[A-Z0-9]{1,3}$",
              "not a subdivision of a country",
              "a code of ISO 3166-2, as FR-IDF",
              "write the code of the subdivision, in capitals"),
          entry(
              "^\\+?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,2})?$",
              "not a quantity",
              QuantityText.ACCEPTED,
              "write a number with a suffix such as m, Mi or Gi"),
          entry(
              "^([0-9]{1,6}|100%|[0-9]{1,2}%)$",
              "not a number of replicas",
              "a whole number such as 6, or a share of the replicas from 0% to 100%",
              "write it like 6 or 60%"),
          entry(
              "^([0-9]{1,9}(\\.[0-9]{1,9})?(ms|s|m|h))+$",
              "not a duration",
              "numbers with ms, s, m or h",
              "write it like 90s, 2ms or 1h30m"),
          entry(
              "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
              "not a day",
              "a calendar day as YYYY-MM-DD",
              "write it like \"2026-03-01\", in quotes"),
          entry(
              "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[-+][0-9]{2}:[0-9]{2})$",
              "not an instant",
              "date, time and offset as in RFC 3339",
              "write it like 2026-12-01T22:00:00Z"),
          entry(
              "^[-+]?([0-8]?[0-9](\\.[0-9]{1,6})?|90(\\.0{1,6})?)$",
              "not a latitude",
              "degrees from -90 to 90 with at most six decimals",
              "write it like \"48.86\""),
          entry(
              "^[-+]?((1[0-7][0-9]|[0-9]{1,2})(\\.[0-9]{1,6})?|180(\\.0{1,6})?)$",
              "not a longitude",
              "degrees from -180 to 180 with at most six decimals",
              "write it like \"2.35\""),
          entry(
              "^[0-9]{1,12}(\\.[0-9]{1,9})?$",
              "not a price",
              "a number from 0 with at most nine decimals",
              "write it like \"0.031\""),
          entry(
              "^[1-9](\\.[0-9]{1,3})?$",
              "not a power usage effectiveness",
              "a number from 1 to 9.999",
              "write it like \"1.25\""),
          entry(
              "^(100(\\.0{1,6})?|[0-9]{1,2}(\\.[0-9]{1,6})?)$",
              "not a percentage",
              "a number from 0 to 100 with at most six decimals, without a sign",
              "write it like \"33.5\""),
          entry(
              "^[0-9a-f]{64}$",
              "not a SHA-256",
              "64 hexadecimal digits in lower case",
              "write what sha256sum prints for the document"),
          entry(
              "^sha256:[0-9a-f]{64}$",
              "not a digest",
              "sha256: and 64 hexadecimal digits in lower case",
              "leave it as the operator wrote it"),
          entry(
              "^[-._a-zA-Z0-9]+$",
              "not a key of a Secret",
              "letters, digits, dashes, underscores and dots",
              NAMED),
          entry(
              "^[a-z]([-a-z0-9]*[a-z0-9])?$",
              "not a name",
              "lower-case letters, digits and dashes, a letter first and no dash last",
              NAMED),
          entry(
              "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
              "not a name",
              "lower-case letters, digits and dashes, no dash first or last",
              NAMED),
          entry(
              "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$",
              "not a name",
              "lower-case letters, digits, dashes and dots, a letter or digit first and last",
              NAMED),
          entry(
              "^[A-Za-z0-9]([-A-Za-z0-9._/]*[A-Za-z0-9])?$",
              "not a name",
              "letters, digits, dashes, dots, underscores and slashes, a letter or digit first and"
                  + " last",
              NAMED),
          entry(
              "^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([-._]+[a-z0-9]+)*)*$",
              "not a registry",
              "a host, with port and path where there are any, such as registry.example/team",
              "write it as images name it, without https://"),
          entry(
              "^(\\*|(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$",
              "not a host",
              "a name such as mail.example, *.example for all below it, or * for any",
              "write the name alone, without https://, port and path"),
          entry(
              "^(Zone|Site|Region|Provider|failureDomains/[a-z]([-a-z0-9]{0,61}[a-z0-9])?)$",
              "not a failure domain",
              "Zone, Site, Region, Provider, or failureDomains/ and a hazard, such as"
                  + " failureDomains/flood",
              "use one of these"),
          entry(
              "^(zone|site|region|provider|failureDomains/[a-z]([-a-z0-9]{0,61}[a-z0-9])?) .+$",
              "not a loss",
              "zone, site, region, provider, or failureDomains/ and a hazard, a space, and which one,"
                  + " such as site paris-1",
              "leave it as the operator wrote it"),
          entry(
              "^\\S+( .+)?$",
              "neither a zone nor a loss",
              "the name of a zone, or a loss such as site paris-1",
              "leave it as the operator wrote it"),
          entry(
              "^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$",
              "not a host",
              "a name such as mail.example, or an address of IPv4 or IPv6",
              "write the name or the address alone, without https://, port and path"),
          entry(
              "^https?://([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\\])(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(/[-A-Za-z0-9._~%!$&'()*+,;=:@/]*)?$",
              "not a URL that can be asked",
              "http:// or https://, a host, and port and path where there are any",
              "write it like https://portal.example/healthz, without a user, a query and a"
                  + " fragment"),
          entry(
              "^[A-Za-z0-9][-A-Za-z0-9._]*$",
              "not an identifier of a requirement",
              "letters, digits, dashes, dots and underscores, such as 12.10.c",
              "write it as the requirements name it"),
          entry(
              "^[A-Za-z][A-Za-z0-9./_-]*$",
              "not a type of a condition",
              "letters, digits, dots, slashes, dashes and underscores, a letter first",
              "leave it as the operator wrote it"),
          entry(
              "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$",
              "not a reason",
              "a word such as NodesReady",
              "leave it as the operator wrote it"),
          entry(
              "^[A-Z][A-Za-z0-9]*$",
              "not a code",
              "a word such as ZoneLost",
              "leave it as the operator wrote it"));

  private static Map.Entry<String, PatternWords> entry(
      String pattern, String what, String accepted, String advice) {
    return Map.entry(pattern, new PatternWords(what, accepted, advice));
  }

  /** The words of a pattern of ours; null if it has none, which a test excludes. */
  static @Nullable PatternWords of(String pattern) {
    return WORDS.get(pattern);
  }
}
