package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.RuleParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A rule of the catalogue in words. */
public final class RuleText {

  private RuleText() {}

  /** The rule with what it serves, its codes and its parameters, for a person. */
  public static String of(ZoneRule.Declaration rule) {
    StringBuilder text = new StringBuilder();
    text.append(rule.id()).append('\n').append(Table.wrapped(rule.summary(), 0));
    text.append(
        Table.wrapped(
            "Serves: "
                + (rule.requirements().isEmpty()
                    ? "no SecNumCloud requirement"
                    : "SecNumCloud 3.2 " + String.join(", ", rule.requirements())),
            8));
    text.append(Table.wrapped("Codes: " + String.join(", ", rule.codes()), 7));
    if (rule.parameters().isEmpty()) {
      text.append("Parameters: none\n");
    } else {
      Table table = new Table("PARAMETER", "DEFAULT", "WHAT");
      for (RuleParameter p : rule.parameters()) {
        table.row(p.name(), p.defaultValue() == null ? "" : p.defaultValue(), what(p));
      }
      text.append('\n').append(table.text());
    }
    return text.toString();
  }

  private static String what(RuleParameter p) {
    String accepted =
        p.accepted().isEmpty() ? "" : " One of " + String.join(", ", p.accepted()) + ".";
    return p.summary() + " " + capital(p.type().words()) + "." + accepted;
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** A rule for programs: what it is, its parameters and its codes. */
  public static Map<String, Object> tree(ZoneRule.Declaration rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule.id());
    tree.put("summary", rule.summary());
    tree.put("requirements", rule.requirements());
    tree.put("codes", rule.codes());
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (RuleParameter p : rule.parameters()) {
      Map<String, Object> parameter = new LinkedHashMap<>();
      parameter.put("name", p.name());
      parameter.put("type", p.type().name());
      if (p.defaultValue() != null) {
        parameter.put("default", p.defaultValue());
      }
      if (!p.accepted().isEmpty()) {
        parameter.put("accepted", p.accepted());
      }
      parameter.put("looser", p.looser().name());
      parameter.put("summary", p.summary());
      parameters.add(parameter);
    }
    tree.put("parameters", parameters);
    return tree;
  }
}
