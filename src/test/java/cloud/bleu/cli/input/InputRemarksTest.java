package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.PlanCommandTest;
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
        "note: AvailabilityZone amiens, spec.target: nobody asked whether these zones are reachable,"
            + " so they count as if they were: amiens, reims; see TargetReachable of each on the"
            + " hub\n"
            + "note: Namespace demo is not in the input, so it counts as not governed and has no"
            + " labels; add the Namespace to see the policies that hold there\n",
        Typed.withInput(input, "plan", "-f", "-").err());
  }

  /**
   * What a newer operator wrote of objects of a cluster stops no `bleu`; what people write does.
   */
  @Test
  void aStatusOfANewerOperatorIsOneNote() {
    String dump =
        PlanCommandTest.ESTATE
                .replace("name: north}\nspec:", "name: north, uid: u1}\nstatus: {mood: [1]}\nspec:")
                .replace("name: south}\nspec:", "name: south, uid: u2}\nstatus: {mood: [2]}\nspec:")
            + PlanCommandTest.workload("web", 1, "")
                .replace(
                    "namespace: shop}",
                    "namespace: shop, uid: u3}\nstatus: {conditions: [{type: Placed, status: \"True\", hue: x, reason: Placed, message: m, lastTransitionTime: \"2026-01-01T00:00:00Z\"}]}");
    Typed typed = Typed.withInput(dump, "plan", "-f", "-");
    assertEquals(
        "note: status has fields that this bleu does not know, and reads without them: AvailabilityZone"
            + " status.mood, BleuWorkload status.conditions[].hue; a newer operator wrote them, so"
            + " use a bleu that is at least as new\n",
        typed.err());
    assertEquals(0, typed.code());
    for (String wrong :
        new String[] {
          dump.replace(", uid: u1}", "}"),
          dump.replace("  provider: acme", "  provider: acme\n  mood: x")
        }) {
      Typed refused = Typed.withInput(wrong, "plan", "-f", "-");
      assertEquals(1, refused.code(), refused.err());
      assertTrue(refused.err().contains("unknown field \"mood\""), refused.err());
    }
  }

  /** The operator keeps the room of what cannot leave yet, which no plan of files can see. */
  @ParameterizedTest
  @CsvSource({
    "DeliveryRefused, true",
    "PlacementNotWritten, true",
    "Placed, false",
    "RolloutUnderWay, false"
  })
  void whatIsDecidedAndRefusedIsNamed(String reason, boolean told) {
    String dump =
        PlanCommandTest.ESTATE
            + PlanCommandTest.workload("web", 1, "")
                .replace(
                    "namespace: shop}",
                    "namespace: shop, uid: u3}\nstatus: {conditions: [{type: Ready, status: \"False\","
                        + " reason: REASON, message: m, lastTransitionTime:"
                        + " \"2026-01-01T00:00:00Z\"}]}")
                .replace("REASON", reason);
    String note =
        "note: what is decided for shop/web is refused; the operator keeps the room that they are to"
            + " leave until they have left it, and here it counts as free; see the status of each\n";
    for (String verb : new String[] {"plan -f -", "what-if --lose north -f -"}) {
      assertEquals(told ? note : "", Typed.withInput(dump, verb.split(" ")).err());
    }
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

  /** The suffix of thousandths, where Mi is meant: a quantity that Kubernetes takes too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "512m | 512m is 0.512 bytes; did you mean 512Mi?",
        "1000m | 1000m is 1 byte; did you mean 1000Mi?",
        "1181116006m |",
        "512Mi |",
        "0 |",
      })
  void thousandthsOfByteAreAskedAbout(String memory, String remark) {
    String input =
        PlanCommandTest.ESTATE
            + PlanCommandTest.workload("web", 1, "")
                .replace("requests: {cpu: 1}", "requests: {cpu: 1, memory: " + memory + "}");
    Typed typed = Typed.withInput(input, "plan", "-f", "-");
    assertEquals(0, typed.code(), typed.out());
    assertTrue(
        remark == null
            ? !typed.err().contains("did you mean")
            : typed.err().contains("requests.memory: " + remark),
        typed.err());
  }

  /** Nodes alone: what others ask there is room that the cluster does not have. */
  @ParameterizedTest
  @CsvSource({"'', true", "pod, false"})
  void nodesWithoutPodsAreSaidToCountAsEmpty(String pod, boolean told) {
    String node =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n1, uid: 7f1c, labels: {zone: north}}
        status:
          allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
          conditions: [{type: Ready, status: "True"}]
        ---
        """;
    String other =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: other, namespace: shop}
        spec: {nodeName: n1, containers: [{name: a, image: a, resources: {requests: {cpu: 1}}}]}
        ---
        """;
    String input =
        PlanCommandTest.ESTATE.replaceFirst("capacity: .*\n *", "")
            + node
            + (pod.isEmpty() ? "" : other)
            + PlanCommandTest.workload("web", 1, "");
    String err = Typed.withInput(input, "plan", "-f", "-").err();
    assertEquals(
        told,
        err.contains(
            "note: no Pod is in the input, so the nodes of these zones count as empty: north; give"
                + " the pods too, as in `kubectl get nodes,pods -A -o yaml`\n"),
        err);
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
