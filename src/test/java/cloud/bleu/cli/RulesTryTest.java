package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code bleu rules --try}: what an expression says before it stands in a policy. */
class RulesTryTest {

  private static final String DRY = "zone.failureDomains.flood == 'None'";

  private static Typed tried(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "rules";
    System.arraycopy(more, 0, all, 1, more.length);
    all[more.length + 1] = "-f";
    all[more.length + 2] = "examples/hospital";
    return Typed.bleu(all);
  }

  @Test
  void answersForEachWorkloadAndZone() throws IOException {
    Typed typed = tried("--try", DRY, "--message", "'wet: ' + zone.failureDomains.flood");
    assertEquals(0, typed.code(), typed.err());
    assertTrue(typed.out().startsWith("WORKLOAD "), typed.out());
    Typed json =
        tried("--try", DRY, "--message", "'wet: ' + zone.failureDomains.flood", "-o", "json");
    JsonNode answers = new ObjectMapper().readTree(json.out()).get("answers");
    // Six workloads, thirteen zones.
    assertEquals(6 * 13, answers.size());
    assertEquals("Reject ExpressionFalse", answer(answers, "sante/dossier-web", "ct-az05"));
    assertEquals("Unknown FieldMissing", answer(answers, "sante/dossier-web", "ovh-rbx"));
    assertEquals("Pass Pass", answer(answers, "sante/dossier-web", "ct-az07"));
    assertTrue(json.out().contains("wet: seine; use a zone where it is true"), json.out());
    assertEquals(
        answers,
        new YAMLMapper()
            .readTree(
                tried(
                        "--try",
                        DRY,
                        "--message",
                        "'wet: ' + zone.failureDomains.flood",
                        "-o",
                        "yaml")
                    .out())
            .get("answers"));
  }

  private static String answer(JsonNode answers, String workload, String zone) {
    for (JsonNode a : answers) {
      if (a.get("workload").asText().equals(workload) && a.get("zone").asText().equals(zone)) {
        return a.get("answer").asText() + " " + a.get("code").asText();
      }
    }
    return "";
  }

  @Test
  void theHospitalOutsideFloodBasins() {
    String[] input = {"-f", "examples/hospital", "-f", "examples/policies/no-flood-basin.yaml"};
    Typed plan = Typed.bleu("plan", input[0], input[1], input[2], input[3]);
    assertEquals(2, plan.code(), plan.err());
    String told = plan.out().replaceAll("\\s+", " ");
    assertTrue(
        told.contains(
            "sante/dossier-base: 3 not placed, NoZoneAllowed: the rules exclude every zone"),
        plan.out());
    Typed explain =
        Typed.bleu("explain", "sante/dossier-base", input[0], input[1], input[2], input[3]);
    told = explain.out().replaceAll("\\s+", " ");
    assertTrue(
        told.contains(
            "BackupRefused: backup zone ovh-sbg: zone ovh-sbg can be flooded by the rhin (no-flood-basin"
                + " of no-flood-basin), backup zone ovh-sbg: not on an accepted basis: failureDomains"
                + " of zone ovh-sbg (Assumption), accepted: Contract,"),
        explain.out());
    assertTrue(
        told.contains(
            "ExpressionFalse: the zone can be flooded by the seine; use a zone where it is true rule"
                + " no-flood-basin of no-flood-basin, claimed:11.3.a, Enforce, Assumed, on Assumption of"
                + " 2026-11-24:"),
        explain.out());
  }

  @Test
  void aWorkloadWithoutAZoneIsTold() {
    Typed typed = tried("--try", "workload.name != 'site-public'");
    assertEquals(2, typed.code());
    assertTrue(typed.out().endsWith("\nNo zone for communication/site-public\n"), typed.out());
  }

  @Test
  void errorsAreToldAllAtOnce() {
    Typed typed = tried("--try", "zone.nam == 'x' && zones == 1", "--message", "1");
    assertEquals(1, typed.code());
    assertEquals("", typed.out());
    assertEquals(3, typed.err().lines().count(), typed.err());
    assertTrue(
        typed
            .err()
            .contains(
                "expression, line 1, column 5: there is no field nam in zone, did you mean name?"),
        typed.err());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertEquals(1, tried("zone-state", "--try", "true").code());
    Typed typed = tried();
    assertEquals(1, typed.code());
    assertTrue(typed.err().contains("--try EXPRESSION"), typed.err());
  }
}
