package cloud.bleu.documents;

import static java.util.Objects.requireNonNull;

import cloud.bleu.cli.plan.Glossary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/codes.md} says of each code what {@code bleu rules CODE} says. */
class CodeReferenceTest {

  private static final Path PAGE = Path.of("docs/reference/codes.md");

  private final Glossary glossary = new Glossary();

  @Test
  void thePageSaysWhatTheGlossarySays() throws IOException {
    GeneratedPage.assertWritten(PAGE, page());
  }

  private String page() {
    StringBuilder text =
        new StringBuilder(
            """
            # Codes and reasons

            Reference. Written from the glossary of the program; do not edit. Here is every code that a
            condition, an event, a verdict or a finding of the evidence chain gives, with what to do.
            `bleu rules CODE` prints the same. How you get from a condition to the fact behind it is in
            [read a refusal](../how-to/read-a-refusal.md), what can fail in
            [failure modes](../failure-modes.md). New here? Start with the [tutorial](../tutorial.md).

            Codes of `bleu assess` are in [assessment](../assess.md#codes).

            ## By alphabet

            """);
    text.append(GeneratedPage.head(List.of("code", "what is the case", "what you do", "rules")));
    List<String> found = new ArrayList<>();
    for (String code : glossary.codes()) {
      Glossary.Entry entry = requireNonNull(glossary.of(code));
      if (entry.ofTheCheck()) {
        found.add("`" + code + "`");
        continue;
      }
      text.append(
          GeneratedPage.row(
              List.of(
                  "`" + code + "`",
                  GeneratedPage.cell(entry.meaning()),
                  GeneratedPage.cell(entry.next()),
                  entry.rules().stream()
                      .map(rule -> "[" + rule + "](../rules.md#" + rule + ")")
                      .collect(Collectors.joining(", ")))));
    }
    text.append(
        """

        ## Codes of the engine's own check

        The independent check of the engine found one of these in a decision. The decision is not used.
        It is a defect of Bleu: report it with its message.

        """);
    text.append(Prose.filled(String.join(", ", found) + "."));
    text.append(
        """

        ## Names that the shipped policies give to rules

        A verdict names the rule as its policy calls it.

        """);
    text.append(GeneratedPage.head(List.of("name", "rule")));
    for (String name : glossary.statements()) {
      String rule = requireNonNull(glossary.rule(name));
      text.append(
          GeneratedPage.row(List.of("`" + name + "`", "[" + rule + "](../rules.md#" + rule + ")")));
    }
    return text.toString();
  }
}
