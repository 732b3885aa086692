package cloud.bleu.placement.rule;

import cloud.bleu.documents.GeneratedPage;
import cloud.bleu.documents.Prose;
import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import cloud.bleu.expression.KindFields;
import cloud.bleu.expression.Variables;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule.Declaration;
import cloud.bleu.placement.model.RuleParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} says what the rules declare. */
class RulesDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "rules.md");

  @Test
  void documentSaysWhatTheRulesDeclare() throws IOException {
    String document = document();
    GeneratedPage.assertWritten(DOCUMENT, document);
  }

  private static String document() throws IOException {
    List<Declaration> rules = Catalogue.rules().stream().map(r -> r.declaration()).toList();
    Map<String, List<String>> served = new LinkedHashMap<>();
    RequirementLedger.all().stream()
        .filter(Requirement::checked)
        .forEach(r -> served.put(r.id(), r.rules()));
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Rules

        Reference. Written from what the rules declare; do not edit. A policy names a rule with its
        parameters (`spec.rules`), a workload states its own in `spec.residency`. What follows from an
        answer is in [how a workload gets its zones](placement.md#2-zones-that-a-workload-may-use), how
        you read one in [read a refusal](how-to/read-a-refusal.md). New here? Start with the
        [tutorial](tutorial.md).

        Every rule answers for one workload in one zone: `Pass`, `Reject`, `Unknown` or `NotApplicable`.
        `Reject` and `Unknown` of an enforced rule keep new replicas out. A rule serves its requirement
        ids only as far as its parameters are as strict as the text.

        | rule | what holds | SecNumCloud 3.2 |
        |---|---|---|
        """);
    for (Declaration rule : rules) {
      text.append("| [").append(rule.id()).append("](#").append(rule.id()).append(") | ");
      text.append(rule.summary()).append(" | ").append(ids(rule.requirements())).append(" |\n");
    }
    rules.forEach(rule -> describe(rule, text));
    text.append(
        """

        ## Rules of your own

        An entry of `spec.rules` with an `expression` instead of a `rule` is a rule in
        [CEL](https://cel.dev), the language of Kubernetes' own admission policies. True passes. False is
        `Reject`, with the text that `message`, an expression too, gives. It is compiled when the policy
        is read. A policy with an error rejects every zone for what it governs, and lists every error.

        - *What is missing is Unknown.* A field that nobody stated makes the answer `Unknown`, and the
          verdict names it, unless the rest decides alone (`a || b` with `a` true, `a && b` with `a`
          false, in either order). `has(zone.location.country)` asks whether it is stated. A blank text
          counts as not stated. So does an empty list that the table says may be missing: `all` of it is
          not true, and `in` it not false. Other empty lists say that there is none. Of `failureDomains`
          only single hazards can be asked for with `has`. An offering that the zone names and nobody
          describes has only a `name`.
        - *Qualifications* are read as they are written. One that is taken away by an entry `Suspended` or
          `Withdrawn` beside it is still there: ask for what is in force with `qualified-offering`.
        - *Backup zones and dependencies.* An expression is asked about a backup zone if it reads a
          provider, an offering or a field of a zone other than registries, egress, maintenance and
          delivery. It is asked about a dependency if it reads a provider or an offering, and no other field
          of a zone.
        - *Cost.* At most 2,048 characters, three loops (`all`, `exists`, `filter`, `map`) inside one
          another, and 1,000 elements looked at in one answer. More is `Unknown`.
        - *Origin.* The answer is as strong as the weakest basis of the facts that the text reads.
        - *Requirements* are the author's claim. They are shown as `claimed:ID` and never counted as
          checked.
        - *Days* are timestamps at 00:00 UTC. `now` is the day in Europe/Paris, written so. Percentages
          are doubles. What changes without anybody stating it (room, price, state of a zone) cannot be
          read.

        Codes: ExpressionFailed, ExpressionFalse, ExpressionTooCostly, FieldMissing. `bleu rules --try`
        shows what an expression answers before it is in a policy.

        A variable has the name of its field under `spec` of the kind. The last column names the field
        where that is another one, and says what the value is made of where no field has it.
        `offerings` are those of the provider that the zone names.

        | variable | type | may be missing | field of the kind |
        |---|---|---|---|
        """);
    for (Variables.Documented v : Variables.documented()) {
      text.append("| `").append(v.path()).append("` | ").append(v.type());
      text.append(v.mayBeMissing() ? " | yes |" : " | |");
      String field = KindFields.of(v.path());
      text.append(field.isEmpty() ? " |\n" : " " + field + " |\n");
    }
    text.append(
        """

        ## Requirements served

        Every rule serves its identifiers in part: it sees what the customer can see, and passing them
        all is not a qualification. [secnumcloud.md](secnumcloud.md) lists all identifiers with
        what is done about each.

        | id | rules |
        |---|---|
        """);
    served.forEach(
        (id, by) ->
            text.append("| ")
                .append(id)
                .append(" | ")
                .append(String.join(", ", by))
                .append(" |\n"));
    return text.toString();
  }

  private static void describe(Declaration rule, StringBuilder text) {
    text.append("\n## ").append(rule.id()).append("\n\n");
    text.append(Prose.filled(rule.summary())).append("\n");
    if (rule.parameters().isEmpty()) {
      text.append("No parameters.\n");
    } else {
      text.append(
          "| parameter | is | default | asks for less with | meaning |\n|---|---|---|---|---|\n");
      rule.parameters().forEach(p -> describe(p, text));
    }
    text.append("\n").append(Prose.filled("Codes: " + String.join(", ", rule.codes()) + "."));
    if (!rule.requirements().isEmpty()) {
      List<String> byDefault =
          Catalogue.bind(rule.id(), null) instanceof Catalogue.Binding.Bound bound
              ? bound.requirements()
              : List.of();
      text.append("\nServes ").append(ids(rule.requirements()));
      text.append(
          byDefault.equals(rule.requirements())
              ? ", with its defaults as well.\n"
              : ", with its defaults " + ids(byDefault) + ".\n");
    }
  }

  private static void describe(RuleParameter parameter, StringBuilder text) {
    String byDefault = parameter.defaultValue();
    String is = parameter.type().words();
    if (!parameter.accepted().isEmpty()) {
      is += ": " + String.join(", ", parameter.accepted());
    } else if (parameter.minimum() != null && parameter.maximum() != null) {
      is +=
          ", " + parameter.minimum().toPlainString() + " to " + parameter.maximum().toPlainString();
    }
    text.append("| `").append(parameter.name()).append("` | ").append(is).append(" | ");
    text.append(
        byDefault != null
            ? "`" + byDefault + "`"
            : parameter.required() ? "must be given" : "none");
    text.append(" | ").append(parameter.looser().words());
    text.append(" | ").append(parameter.summary()).append(" |\n");
  }

  private static String ids(List<String> ids) {
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }
}
