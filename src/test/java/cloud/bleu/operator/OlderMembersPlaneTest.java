package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import org.junit.jupiter.api.TestInstance;

/** The same with members whose programs are those of an older Kubernetes, and a newer hub. */
@RealControlPlane(oneWorld = true, members = 2, olderMembers = true)
@Needs(Need.OLDER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderMembersPlaneTest extends MemberLossesPlaneTest {

  @Override
  boolean isOfMembers(String version) {
    return version.matches("v1\\.33\\.[0-9]+");
  }

  /** They refuse it, in their words, and so their zones wait. Those of the hub do not. */
  @Override
  void fieldIsOfTheHubAlone() {
    scene.until(
        "both are told of",
        () ->
            scene.reason("web", "Ready").equals("DeliveryRefused")
                && MEMBERS.stream()
                    .allMatch(m -> scene.message("web", "Ready").contains("zone " + m + ": ")));
    String told = scene.message("web", "Ready");
    assertTrue(told.contains("hostnameOverride: field not declared in schema"), told);
    scene.until("the hub has it", () -> scene.bound("web").keySet().containsAll(OF_HUB));
    assertEquals("newer", hostname(hub));
    MEMBERS.forEach(member -> assertEquals(0, standing(member)));
    hub.resource(scene.workload("web"))
        .patch(
            MERGE,
            "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"hostnameOverride\":null}}}}}}");
  }
}
