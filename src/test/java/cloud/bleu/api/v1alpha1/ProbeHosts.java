package cloud.bleu.api.v1alpha1;

import java.util.List;

/** Hosts of probes that the API server and Bleu itself are to judge alike. */
public final class ProbeHosts {

  /** Names and addresses. */
  public static final List<String> TAKEN =
      List.of(
          "api.example",
          "web",
          "7.api.example",
          "1e100.net",
          "face",
          "a-1",
          "x.4a",
          "0.0.0.0",
          "198.51.100.7",
          "255.255.255.255",
          "::",
          "::1",
          "2001:db8::7",
          "2001:DB8::7",
          "::198.51.100.7",
          "64:ff9b::198.51.100.7",
          "1:2:3:4:5:6:7::",
          "1:2:3:4:5:6:7:8");

  /** What is neither. */
  public static final List<String> REFUSED =
      List.of(
          "256.1.1.1",
          "1.2.3",
          "1.2.3.4.5",
          "010.0.0.1",
          "1.2.3.0400",
          "2130706433",
          "api.example.7",
          ":",
          ":::",
          "1:2",
          "a:b",
          "12345::",
          "::00001",
          "1::2::3",
          ":1::2",
          "1:2:3:4:5:6:7:8:9",
          "1:2:3:4:5:6:7:8::",
          "::1.2.3",
          "::1.2.3.04",
          "::256.1.1.1",
          "1.2.3.4::",
          "fe80::1%eth0",
          "::ffff:256.1.1.1",
          "::ffff:198.51.100.7",
          "::FFFF:c633:6407",
          "[256.1.1.1]",
          "[1.2.3]",
          "[198.51.100.7]",
          "[dead.beef]",
          "[api.example]",
          "[]",
          "[2001:db8::7");

  private ProbeHosts() {}

  /** A host as a URL has it: an address of IPv6 in brackets. */
  public static String ofUrl(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** The field {@code health} of a zone that asks a host by TCP, and the same one by HTTP. */
  public static String health(String host) {
    return """
    health: {probes: [{name: t, period: 10s, timeout: 2s, tcp: {host: "%s", port: 80}}, {name: h, period: 10s, timeout: 2s, http: {url: "http://%s/x"}}]}"""
        .formatted(host, ofUrl(host));
  }
}
