package cloud.bleu.placement.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a pod template, or what leads to its pods, as a message. The model keeps it in one
 * line, {@code variable SMTP_HOST of container web}, and so do records of decisions; here its kind
 * and its names are apart.
 */
public final class TemplatePart {

  /** A form of the line: its groups are the facts of the sentence {@code key}, in this order. */
  private record Form(String key, Pattern line, List<String> names) {
    Form(String key, String line, String... names) {
      this(key, Pattern.compile(line), List.of(names));
    }
  }

  /** The last fact is a part itself. */
  private static final String USER = "user";

  /** The first that fits counts. */
  private static final List<Form> FORMS =
      List.of(
          new Form(
              "template.variable",
              "variable (.+) of ((?:init |ephemeral )?container .+)",
              "name",
              USER),
          new Form("template.arguments", "arguments of (.+)", USER),
          new Form("template.hostPort", "host port (\\d+) of (.+)", "port", USER),
          new Form("template.container", "container (.+)", "name"),
          new Form("template.initContainer", "init container (.+)", "name"),
          new Form("template.ephemeralContainer", "ephemeral container (.+)", "name"),
          new Form("template.claim", "claim template (.+)", "name"),
          new Form("template.ephemeralVolume", "ephemeral volume (.+)", "name"),
          new Form("template.claimedVolume", "volume (.+) \\(claim (.+)\\)", "name", "claim"),
          new Form("template.nodeVolume", "volume (.+) \\(a path of the node\\)", "name"),
          new Form("template.volume", "volume (.+)", "name"),
          new Form("template.egress", "egress (.+)", "name"),
          new Form("entrance.type", "Service (.+) of type (.+)", "name", "type"),
          new Form("entrance.addresses", "Service (.+) with externalIPs", "name"),
          new Form(
              "entrance.routeFrom",
              "(.+) of namespace (.+) to Service (.+)",
              "route",
              "namespace",
              "name"),
          new Form("entrance.route", "(.+) to Service (.+)", "route", "name"),
          new Form("entrance.node", "the network of the node \\(hostNetwork\\)"));

  private TemplatePart() {}

  /** What a line names; the line itself where it has no such form. */
  public static Message of(String line) {
    for (Form form : FORMS) {
      Matcher matcher = form.line.matcher(line);
      if (matcher.matches()) {
        return message(form, matcher);
      }
    }
    return Message.of("template.other", "name", line);
  }

  private static Message message(Form form, Matcher matcher) {
    @Nullable Object[] facts = new Object[2 * form.names.size()];
    for (int i = 0; i < form.names.size(); i++) {
      String name = form.names.get(i);
      String text = matcher.group(i + 1);
      facts[2 * i] = name;
      facts[2 * i + 1] = name.equals(USER) ? of(text) : text;
    }
    return Message.of(form.key, facts);
  }
}
