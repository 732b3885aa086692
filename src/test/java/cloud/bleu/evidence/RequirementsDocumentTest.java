package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.Requirement.Grade;
import cloud.bleu.evidence.assessment.Requirement.Standing;
import cloud.bleu.evidence.assessment.RequirementLedger;
import java.io.IOException;
import java.nio.file.Files;
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
    if (Boolean.getBoolean("bleu.docs.write")) {
      Files.writeString(DOCUMENT, document);
    }
    assertEquals(document, Files.readString(DOCUMENT), "run hack/rules-doc");
  }

  private static String document(List<Requirement> all) {
    StringBuilder text =
        new StringBuilder(
            """
            # SecNumCloud 3.2, identifier by identifier

            Reference. Written from the ledger of requirements; do not edit. `bleu rules --requirements` prints the same. The identifiers are those of ANSSI's
            referential of 8 March 2022; the summaries are our own words and do not replace the text.

            What the operator does not and cannot do: it does not qualify, and what it prints is no evidence of a qualification. SecNumCloud binds a provider for a
            named service; most of it happens inside the provider, where only the qualification sees. A rule refuses a zone on dated facts that somebody stated and
            answers for; it cannot see whether they are true. The text asks for the European Union, not for France; it names no number of zones, no distance, no
            nationality, and forbids no technology: what is stricter here is the customer's own wish.

            | standing | means | lettered identifiers |
            |---|---|---|
            """);
    for (Standing standing : Standing.values()) {
      text.append("| ").append(standing).append(" | ").append(standing.words()).append(" | ");
      text.append(
              all.stream().filter(r -> r.lettered() && r.standings().contains(standing)).count())
          .append(" |\n");
    }
    text.append("\nAn identifier can have several. In all: ")
        .append(RequirementLedger.closing(all))
        .append(".\n");
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
