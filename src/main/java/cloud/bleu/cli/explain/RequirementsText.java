package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.Requirement.Grade;
import cloud.bleu.evidence.assessment.RequirementLedger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger of requirements as {@code bleu rules --requirements} prints it. */
public final class RequirementsText {

  private RequirementsText() {}

  /**
   * @param rule only what this rule serves, null for every identifier
   */
  public static String of(Format format, @Nullable String rule) {
    List<Requirement> shown =
        RequirementLedger.all().stream()
            .filter(r -> rule == null || r.rules().contains(rule))
            .toList();
    String closing = RequirementLedger.closing(RequirementLedger.all());
    if (format.isTree()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("requirements", shown.stream().map(RequirementsText::tree).toList());
      tree.put("closing", closing);
      return format.write(tree);
    }
    Table table = new Table("ID", "STANDING", "RULES", "SUMMARY");
    for (Requirement r : shown) {
      table.row(
          r.id(),
          r.standings().stream().map(Enum::name).collect(Collectors.joining(", ")),
          String.join(", ", r.rules()),
          (r.grade() == Grade.Recommendation ? "(recommended) " : "") + r.summary());
    }
    if (format == Format.NAME) {
      return table.text(format);
    }
    return table.text(format) + "\n" + Table.wrapped(closing, 0);
  }

  private static Map<String, Object> tree(Requirement r) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", r.id());
    tree.put("grade", r.grade().name());
    tree.put("standings", r.standings().stream().map(Enum::name).toList());
    tree.put("rules", r.rules());
    tree.put("facts", r.facts());
    tree.put("outside", r.outside());
    tree.put("summary", r.summary());
    return tree;
  }
}
