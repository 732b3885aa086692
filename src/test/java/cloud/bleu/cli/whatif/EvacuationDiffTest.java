package cloud.bleu.cli.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.Typed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code bleu plan --diff} says of evacuation plans. */
class EvacuationDiffTest {
  private static final String TOLERATES =
      "resilience: {tolerate: [{of: Zone, keep: 0, recover: Reserved}]}";

  private static String placed(String zones, String more) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec:
          workloadRef: {name: web}
          assignments: [%s]
        %s
        """
        .formatted(zones, more.indent(2).stripTrailing());
  }

  private static String diff(String estate, String... more) {
    String[] line = new String[4 + more.length];
    System.arraycopy(new String[] {"plan", "--diff", "-f", "-"}, 0, line, 0, 4);
    System.arraycopy(more, 0, line, 4, more.length);
    return Typed.withInput(estate, line).out();
  }

  private static String tolerating(int replicas, String placement) {
    return PlanCommandTest.ESTATE
        + PlanCommandTest.workload("web", replicas, TOLERATES)
        + placement;
  }

  @Test
  void planThatAloneChangesIsTold() throws IOException {
    String estate = tolerating(1, placed("{zone: north, replicas: 1}", ""));
    assertEquals(
        """
        no replica moves
        evacuation plan of shop/web: at the loss of zone north 1 to south, before no plan
        """,
        diff(estate));
    assertEquals("shop/web\n", diff(estate, "-o", "name"));
    assertTrue(
        diff(estate, "-o", "markdown")
            .contains("| shop/web | at the loss of zone north 1 to south, before no plan |"));
    JsonNode tree = new ObjectMapper().readTree(diff(estate, "-o", "json"));
    assertEquals(0, tree.path("diff").size());
    assertEquals(
        "[{\"namespace\":\"shop\",\"name\":\"web\",\"event\":\"zone north\",\"from\":null,\"to\":"
            + "{\"event\":\"zone north\",\"moves\":[{\"from\":\"north\",\"to\":\"south\",\"replicas\":1}],"
            + "\"evicts\":[],\"keeps\":0}}]",
        tree.path("evacuationDiff").toString());
  }

  @Test
  void planThatIsTheSameIsNot() throws IOException {
    String estate =
        tolerating(
            1,
            placed(
                "{zone: north, replicas: 1}",
                "contingency: [{event: zone north, moves: [{from: north, to: south, replicas: 1}]}]"));
    assertEquals("nothing changes\n", diff(estate));
    JsonNode tree = new ObjectMapper().readTree(diff(estate, "-o", "json"));
    assertEquals("[]", tree.path("evacuationDiff").toString());
  }

  /** With what runs elsewhere then, what moves at a loss is another thing anyhow. */
  @Test
  void whereReplicasMoveTheTreeAloneHasIt() throws IOException {
    String estate = tolerating(2, placed("{zone: north, replicas: 1}", ""));
    String text = diff(estate);
    assertTrue(text.endsWith("\n1 more, 0 less\n") && !text.contains("evacuation"), text);
    JsonNode tree = new ObjectMapper().readTree(diff(estate, "-o", "json"));
    assertTrue(tree.path("evacuationDiff").size() > 0, tree.toString());
  }

  @Test
  void planThatIsNotNeededAnyMoreIsTold() {
    String estate =
        PlanCommandTest.ESTATE
            + PlanCommandTest.workload("web", 1, "")
            + placed(
                "{zone: north, replicas: 1}",
                "contingency: [{event: zone north, moves: [{from: north, to: south, replicas: 1}],"
                    + " evicts: [{namespace: shop, name: old, zone: south, replicas: 1}]}]");
    assertEquals(
        """
        no replica moves
        evacuation plan of shop/web: at the loss of zone north no plan, before 1 to south, evicting 1 of
          shop/old in south
        """,
        diff(estate));
  }
}
