package cloud.bleu.placement.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a pod template, and what leads to its pods, as messages: one method for each kind, with
 * its names as facts. Records of decisions and expressions have their English words, one line:
 * {@code variable SMTP_HOST of container web}. {@link #recorded} reads such a line of a record.
 */
public final class TemplatePart {

  /** The words of a kind in a record: its groups are the facts of {@code key}, in this order. */
  private record Line(String key, Pattern words, List<String> facts) {
    Line(String key, String words, String... facts) {
      this(key, Pattern.compile(words), List.of(facts));
    }
  }

  /** A fact that is a part itself. */
  private static final String USER = "user";

  /** The first that fits counts. */
  private static final List<Line> LINES =
      List.of(
          new Line(
              "template.variable",
              "variable (.+) of ((?:init |ephemeral )?container .+)",
              "name",
              USER),
          new Line("template.arguments", "arguments of (.+)", USER),
          new Line("template.hostPort", "host port (\\d+) of (.+)", "port", USER),
          new Line("template.container", "container (.+)", "name"),
          new Line("template.initContainer", "init container (.+)", "name"),
          new Line("template.ephemeralContainer", "ephemeral container (.+)", "name"),
          new Line("template.claim", "claim template (.+)", "name"),
          new Line("template.ephemeralVolume", "ephemeral volume (.+)", "name"),
          new Line("template.claimedVolume", "volume (.+) \\(claim (.+)\\)", "name", "claim"),
          new Line("template.nodeVolume", "volume (.+) \\(a path of the node\\)", "name"),
          new Line("template.otherVolume", "volume (.+) \\((.+)\\)", "name", "kind"),
          new Line("template.volume", "volume (.+)", "name"),
          new Line("template.egress", "egress (.+)", "name"),
          new Line("entrance.type", "Service (.+) of type (.+)", "name", "type"),
          new Line("entrance.addresses", "Service (.+) with externalIPs", "name"),
          new Line(
              "entrance.routeFrom",
              "(.+) of namespace (.+) to Service (.+)",
              "route",
              "namespace",
              "name"),
          new Line("entrance.route", "(.+) to Service (.+)", "route", "name"),
          new Line("entrance.node", "the network of the node \\(hostNetwork\\)"));

  private TemplatePart() {}

  /** A container that serves. */
  public static Message container(@Nullable String name) {
    return Message.of("template.container", "name", word(name));
  }

  /** A container that runs before those that serve. */
  public static Message initContainer(@Nullable String name) {
    return Message.of("template.initContainer", "name", word(name));
  }

  /** A container that is added to a running pod. */
  public static Message ephemeralContainer(@Nullable String name) {
    return Message.of("template.ephemeralContainer", "name", word(name));
  }

  /** A variable of a container. */
  public static Message variable(@Nullable String name, Message container) {
    return Message.of("template.variable", "name", word(name), USER, container);
  }

  /** The command and the arguments of a container. */
  public static Message arguments(Message container) {
    return Message.of("template.arguments", USER, container);
  }

  /** A port of the node that a container takes. */
  public static Message hostPort(int port, Message container) {
    return Message.of("template.hostPort", "port", String.valueOf(port), USER, container);
  }

  /** A claim that every pod of a StatefulSet gets. */
  public static Message claimTemplate(@Nullable String name) {
    return Message.of("template.claim", "name", word(name));
  }

  /** A volume with a claim that lives as long as its pod. */
  public static Message ephemeralVolume(@Nullable String name) {
    return Message.of("template.ephemeralVolume", "name", word(name));
  }

  /** A volume that a PersistentVolumeClaim is behind. */
  public static Message claimedVolume(@Nullable String name, @Nullable String claim) {
    return Message.of("template.claimedVolume", "name", word(name), "claim", word(claim));
  }

  /** A volume of type hostPath. */
  public static Message nodeVolume(@Nullable String name) {
    return Message.of("template.nodeVolume", "name", word(name));
  }

  /**
   * A volume of another type.
   *
   * @param kind the field that states it, such as {@code nfs}
   */
  public static Message otherVolume(@Nullable String name, String kind) {
    return Message.of("template.otherVolume", "name", word(name), "kind", kind);
  }

  /** A volume, whatever is behind it. */
  public static Message volume(@Nullable String name) {
    return Message.of("template.volume", "name", word(name));
  }

  /** An entry of {@code spec.residency.egress}. */
  public static Message egress(String name) {
    return Message.of("template.egress", "name", name);
  }

  /** A Service that brings requests in by its type. */
  public static Message service(String name, String type) {
    return Message.of("entrance.type", "name", name, "type", type);
  }

  /** A Service with {@code externalIPs}. */
  public static Message externalAddresses(String name) {
    return Message.of("entrance.addresses", "name", name);
  }

  /**
   * What leads to a Service of its own namespace.
   *
   * @param route its kind and name: {@code Ingress front}
   */
  public static Message route(String route, String service) {
    return Message.of("entrance.route", "route", route, "name", service);
  }

  /**
   * What leads to a Service of another namespace.
   *
   * @param route its kind and name: {@code HTTPRoute front}
   * @param namespace of the route
   */
  public static Message routeFrom(String route, String namespace, String service) {
    return Message.of(
        "entrance.routeFrom", "route", route, "namespace", namespace, "name", service);
  }

  /** The network of the node, of which pods with {@code hostNetwork} are. */
  public static Message nodeNetwork() {
    return Message.of("entrance.node");
  }

  /** As manifests of no API server may have it: what has no name is told all the same. */
  private static String word(@Nullable String name) {
    return String.valueOf(name);
  }

  /** The part that a record names by this line; the line itself where no kind has such words. */
  public static Message recorded(String line) {
    for (Line kind : LINES) {
      Matcher matcher = kind.words.matcher(line);
      if (matcher.matches()) {
        return message(kind, matcher);
      }
    }
    return Message.of("template.other", "name", line);
  }

  private static Message message(Line kind, Matcher matcher) {
    @Nullable Object[] facts = new Object[2 * kind.facts.size()];
    for (int i = 0; i < kind.facts.size(); i++) {
      String name = kind.facts.get(i);
      String text = matcher.group(i + 1);
      facts[2 * i] = name;
      facts[2 * i + 1] = name.equals(USER) ? recorded(text) : text;
    }
    return Message.of(kind.key, facts);
  }
}
