package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.ZoneHealth;
import cloud.bleu.api.v1alpha1.ZoneProbe;
import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A probe of a zone as it is asked.
 *
 * @param host a name, or an address without brackets
 * @param http null: a connection is all that is asked for
 * @param period from one question to the next
 * @param timeout of one question, the search for the name included
 * @param failures in a row that make it fail
 * @param successes in a row that end that
 */
public record StatedProbe(
    String name,
    String host,
    int port,
    @Nullable Get http,
    Duration period,
    Duration timeout,
    int failures,
    int successes) {

  private static final int MOST = 8;
  private static final int HIGHEST_PORT = 65_535;
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(5);
  private static final Duration LONGEST_PERIOD = Duration.ofMinutes(5);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);
  private static final String PATH = "spec.health.probes";

  private static final String HOSTS =
      "a name, an address of IPv4 (four numbers up to 255 without leading zeros), or one of IPv6";

  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  private static final Pattern URL =
      Pattern.compile(
          "(https?)://([A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?|\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*])"
              + "(?::([1-9][0-9]{0,4}))?(/[-A-Za-z0-9._~%!$&'()*+,;=:@/]*)?");

  /**
   * A GET and the answers to it.
   *
   * @param tls whether it is https
   * @param authority as the header Host has it
   * @param statusFrom the lowest status that is an answer
   * @param statusTo the highest one
   */
  public record Get(boolean tls, String authority, String path, int statusFrom, int statusTo) {}

  /** Those of a zone, in their order; without one that cannot be asked as it is written. */
  public static List<StatedProbe> of(@Nullable ZoneHealth health, Findings findings) {
    if (health == null) {
      return List.of();
    }
    if (health.probes().size() > MOST) {
      findings.block(PATH, "more than " + MOST + " probes", MOST + " at most", "leave some out");
      return List.of();
    }
    List<StatedProbe> probes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int i = 0;
    for (ZoneProbe stated : health.probes()) {
      String path = FieldPath.item(PATH, i++);
      if (stated.name() == null || !names.add(stated.name())) {
        findings.block(
            path + ".name",
            stated.name() == null ? "is missing" : "is the name of another probe as well",
            null,
            "give each probe a name of its own");
        continue;
      }
      StatedProbe probe = of(stated, path, findings);
      if (probe != null) {
        probes.add(probe);
      }
    }
    return probes;
  }

  private static @Nullable StatedProbe of(ZoneProbe stated, String path, Findings findings) {
    Duration period =
        within(path + ".period", stated.period(), SHORTEST_PERIOD, LONGEST_PERIOD, findings);
    Duration timeout =
        within(path + ".timeout", stated.timeout(), SHORTEST_TIMEOUT, LONGEST_TIMEOUT, findings);
    if (period != null && timeout != null && timeout.compareTo(period) > 0) {
      findings.block(path + ".timeout", "is longer than period", "period at most", "shorten it");
      return null;
    }
    int failures = findings.whole(path + ".failureThreshold", stated.failureThreshold(), 1, 10);
    int successes = findings.whole(path + ".successThreshold", stated.successThreshold(), 1, 10);
    if ((stated.tcp() == null) == (stated.http() == null)) {
      findings.block(
          path,
          stated.tcp() == null ? "states neither tcp nor http" : "states both tcp and http",
          null,
          "state one of the two");
      return null;
    }
    if (period == null || timeout == null) {
      return null;
    }
    Asked asked =
        stated.http() == null
            ? connection(stated.tcp(), path + ".tcp", findings)
            : request(stated.http(), path + ".http", findings);
    return asked == null
        ? null
        : new StatedProbe(
            stated.name(),
            asked.host(),
            asked.port(),
            asked.get(),
            period,
            timeout,
            failures,
            successes);
  }

  /**
   * What is asked.
   *
   * @param get null: a connection is all that is asked for
   */
  private record Asked(String host, int port, @Nullable Get get) {}

  private static @Nullable Asked connection(ZoneProbe.Tcp tcp, String path, Findings findings) {
    String host = tcp.host();
    if (host == null || !isHost(host)) {
      findings.block(
          path + ".host",
          host == null ? "is missing" : "no name and no address: " + ShownText.quote(host),
          HOSTS + " without brackets",
          "state what is connected to");
      return null;
    }
    if (tcp.port() == null) {
      findings.block(path + ".port", "is missing", null, "state what is connected to");
      return null;
    }
    return new Asked(host, findings.whole(path + ".port", tcp.port(), 1, HIGHEST_PORT), null);
  }

  private static @Nullable Asked request(ZoneProbe.Http http, String path, Findings findings) {
    Matcher url = URL.matcher(http.url() == null ? "" : http.url());
    boolean isUrl = url.matches();
    String host = isUrl ? withoutBrackets(url.group(2)) : "";
    int port = 0;
    if (isUrl && AddressLiteral.isNeither(host)) {
      findings.block(
          path + ".url",
          "its host is no name and no address: " + ShownText.quote(url.group(2)),
          HOSTS + " in brackets",
          "state what is asked");
      return null;
    }
    if (isUrl) {
      boolean tls = url.group(1).equals("https");
      port = url.group(3) == null ? tls ? 443 : 80 : Integer.parseInt(url.group(3));
    }
    if (port == 0 || port > HIGHEST_PORT) {
      findings.block(
          path + ".url",
          http.url() == null
              ? "is missing"
              : "not a URL that is asked: " + ShownText.quote(http.url()),
          "http or https, a host, a port and a path; no user, no query, no fragment",
          "write it like http://198.51.100.7:8080/healthz");
      return null;
    }
    int from = findings.whole(path + ".statusFrom", http.statusFrom(), 100, 599);
    int to = findings.whole(path + ".statusTo", http.statusTo(), 100, 599);
    if (from > to) {
      findings.block(
          path + ".statusFrom",
          "is above statusTo",
          to + " at most",
          "lower it, or raise statusTo");
    }
    String authority = url.group(3) == null ? url.group(2) : url.group(2) + ":" + url.group(3);
    return new Asked(
        host,
        port,
        new Get(
            url.group(1).equals("https"),
            authority.toLowerCase(Locale.ROOT),
            url.group(4) == null ? "/" : url.group(4),
            from,
            to));
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isHost(String host) {
    return HOST.matcher(host).matches() && !AddressLiteral.isNeither(host);
  }

  private static @Nullable Duration within(
      String path, String value, Duration least, Duration most, Findings findings) {
    Duration duration = findings.duration(path, value);
    if (duration == null || duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
      return duration;
    }
    findings.block(
        path,
        "out of bounds: " + ShownText.quote(value),
        words(least) + " to " + words(most),
        "give a time within the bounds");
    return null;
  }

  private static String words(Duration duration) {
    return duration.toMinutes() > 0
        ? duration.toMinutes() + "m"
        : duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
