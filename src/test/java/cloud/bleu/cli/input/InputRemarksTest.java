package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said beside an answer, and of the texts of own rules. */
class InputRemarksTest {

  @Test
  void aNoteOfAWholeObjectIsASentence() throws IOException {
    String input = estate().replaceFirst("kind: Namespace", "kind: ConfigMap");
    assertEquals(
        "note: Namespace demo is not in the input, so it counts as not governed and has no labels;"
            + " add the Namespace to see the policies that hold there\n",
        Typed.withInput(input, "plan", "-f", "-").err());
  }

  @ParameterizedTest
  @CsvSource({"{placement.bleu.cloud/governed: Audit}, false", "{}, true"})
  void dataThatIsMoreThanOrdinaryAndUnderNoPolicyIsTold(String labels, boolean told)
      throws IOException {
    String input =
        estate()
            .replace("{placement.bleu.cloud/governed: Audit}", labels)
            .replace("dataClasses: [Ordinary]", "dataClasses: [Health]");
    String err = Typed.withInput(input, "plan", "-f", "-").err();
    assertEquals(
        told,
        err.contains(
            "note: Namespace demo holds workloads whose data is more than ordinary and that no policy"
                + " governs: web; "),
        input + err);
  }

  /** As where what stands before the pipe has failed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "---\n", "# nothing\n"})
  void emptyInputIsSaidToBeEmpty(String input) {
    assertEquals(
        "-: holds no object, and so neither an AvailabilityZone nor a BleuWorkload; give the"
            + " directory that holds them as well, as in `-f - -f DIRECTORY`; or leave out -f to read"
            + " a cluster that has them, or draft zones with `bleu init`\n",
        Typed.withInput(input, "plan", "-f", "-").err());
  }

  /** In Kubernetes a message is text; here it is an expression, which may name what is judged. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not here   | line 1, column 5: extraneous input 'here'",
        "no         | line 1, column 1: there is no variable no, did you mean now?",
        "zone.nam   | line 1, column 5: there is no field nam in zone, did you mean name?",
      })
  void aMessageThatIsNoExpressionIsToldHowTextIsWritten(String message, String error)
      throws IOException {
    String input =
        estate()
            .replace(
                "- {name: freshness, rule: fact-freshness, action: Enforce}",
                "- {name: own, expression: 'true', action: Enforce, message: \"" + message + "\"}");
    String err = Typed.withInput(input, "plan", "-f", "-").err();
    assertTrue(err.contains("spec.rules[0].message: " + error), err);
    assertTrue(
        err.contains(
            "; correct it: a message is an expression too, and text stands in it in single quotes,"
                + " as in message: \"'text'\"\n"),
        err);
  }

  private static String estate() throws IOException {
    String zones =
        Stream.of(Files.readString(Path.of("examples/clusters/estate.yaml")).split("---\n"))
            .filter(d -> d.contains("kind: AvailabilityZone") || d.contains("kind: CloudProvider"))
            .collect(Collectors.joining("---\n"));
    return Files.readString(Path.of("examples/first/web.yaml")) + "---\n" + zones;
  }
}
