package cloud.bleu.cli.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.Typed;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code bleu plan --diff} says of what runs in breach. */
class BreachDiffTest {

  private static String abroad(String onViolation, String zone) {
    return PlanCommandTest.ESTATE.replace(
            "metadata: {name: shop}",
            "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
        + PlanCommandTest.workload("web", 1, "")
        + """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: abroad}
        spec:
          rules:
          - {name: place, rule: data-location, action: Enforce, onViolation: %s, parameters: {countries: [DE]}}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec: {workloadRef: {name: web}, assignments: [{zone: %s, replicas: 1}]}
        """
            .formatted(onViolation, zone);
  }

  private static Estate estate(String yaml) {
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Typed.NOW,
            Map.of())
        .estate();
  }

  /** Nothing is known of a zone without an object, now as after the plan: that is nothing new. */
  @Test
  void whatRunsInAZoneThatIsGoneStaysInBreach() {
    assertEquals(
        "nothing changes\nbreaches that stay: shop/web ZoneUnknown in gone\n",
        Typed.withInput(abroad("Report", "gone"), "plan", "--diff", "-f", "-").out());
  }

  @Test
  void diffSaysWhichBreachesAppearStayAndGo() {
    assertEquals(
        "nothing changes\nbreaches that stay: shop/web CountryNotAccepted in north\n",
        Typed.withInput(abroad("Report", "north"), "plan", "--diff", "-f", "-").out());
    String moved = Typed.withInput(abroad("MoveNow", "north"), "plan", "--diff", "-f", "-").out();
    assertTrue(
        moved.endsWith(
            "\n\nbreaches that go: shop/web CountryNotAccepted in north\n1 more, 1 less\n"),
        moved);
    assertEquals(
        "nothing changes\n",
        Typed.withInput(abroad("Report", "south"), "plan", "--diff", "-f", "-").out());
    // A plan that leaves it where it is, against placements that have it elsewhere.
    Estate inBreach = estate(abroad("Report", "north"));
    assertEquals(
        "breaches that appear: shop/web CountryNotAccepted in north\n",
        new BreachDiff(
                estate(abroad("Report", "south")),
                Planner.plan(inBreach),
                Set.of(inBreach.workloads().get(0).id()))
            .text());
    assertEquals(
        "", new BreachDiff(inBreach, Planner.plan(inBreach), Set.of()).text(), "not asked for");
  }
}
