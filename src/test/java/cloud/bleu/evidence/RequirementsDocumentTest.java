package cloud.bleu.evidence;

import cloud.bleu.documents.GeneratedPage;
import cloud.bleu.documents.Prose;
import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.Requirement.Grade;
import cloud.bleu.evidence.assessment.Requirement.Standing;
import cloud.bleu.evidence.assessment.RequirementLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/secnumcloud.md} says what the ledger of requirements says. */
class RequirementsDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "secnumcloud.md");

  @Test
  void documentSaysWhatTheLedgerSays() throws IOException {
    String document = document(RequirementLedger.all());
    GeneratedPage.assertWritten(DOCUMENT, document);
  }

  private static String document(List<Requirement> all) {
    StringBuilder text =
        new StringBuilder(
            """
            # SecNumCloud 3.2, identifier by identifier

            Reference. Written from the ledger of requirements; do not edit. `bleu rules --requirements`
            prints the same. The [rules](rules.md) say what is looked at, [reports](reports.md) what is
            written of it, and [security](security.md#what-is-not-promised) what is not promised. New here?
            Start with the [tutorial](tutorial.md).

            The identifiers are those of ANSSI's referential of 8 March 2022. The summaries are our own words
            and do not replace the text.

            The operator does not qualify, and what it prints is no evidence of a qualification. SecNumCloud
            binds a provider for a named service. Most of it happens inside the provider, where only the
            qualification sees. A rule rejects a zone on dated facts that somebody stated and answers for. It
            cannot see whether they are true.

            The text asks for the European Union, not for France. It names no number of zones, no distance and
            no nationality, and forbids no technology. What is stricter here is the customer's own wish.

            | standing | means | lettered identifiers |
            |---|---|---|
            """);
    for (Standing standing : Standing.values()) {
      text.append("| ").append(standing).append(" | ").append(standing.words()).append(" | ");
      text.append(
              all.stream().filter(r -> r.lettered() && r.standings().contains(standing)).count())
          .append(" |\n");
    }
    text.append("\n")
        .append(
            Prose.filled(
                "An identifier can have several. In all: " + RequirementLedger.closing(all) + "."));
    String chapter = "-";
    for (Requirement r : all) {
      if (!r.chapter().equals(chapter)) {
        chapter = r.chapter();
        text.append("\n## ").append(chapter.isEmpty() ? "Without a letter" : chapter);
        text.append(
            "\n\n| id | what it asks | standing | rules and facts | outside |\n|---|---|---|---|---|\n");
      }
      text.append("| ").append(r.id()).append(" | ");
      text.append(r.grade() == Grade.Recommendation ? "(recommended) " : "");
      text.append(r.summary().replace("|", "\\|")).append(" | ");
      text.append(r.standings().stream().map(Enum::name).collect(Collectors.joining(", ")));
      text.append(" | ").append(String.join(", ", r.rules()));
      if (!r.facts().isEmpty()) {
        text.append(" on ");
        text.append(r.facts().stream().map(f -> "`" + f + "`").collect(Collectors.joining(", ")));
      }
      text.append(" | ").append(r.outside()).append(" |\n");
    }
    return text.toString();
  }
}
