package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member is restored from a backup and runs a Deployment again whose workload was deleted on the
 * hub meanwhile. The zone says so and counts its room, and nothing is removed there.
 */
@Tag("wiring")
class RestoredMemberTest {

  private static final String WEB = "web";
  private static final String TYPE = "UndeclaredObjects";

  /** 90 % of what the zone declares, and of that without two replicas of half a cpu. */
  private static final String WHOLE = "3960m";

  private static final String BESIDE = "3060m";

  @TempDir Path folder;

  private CampaignCluster hub;
  private CampaignCluster member;
  private CampaignOperator operator;
  private Scene scene;

  @BeforeEach
  void start() {
    OperatorOptions options = new MovableClock().alone("ops");
    hub = new CampaignCluster("hub-a", folder);
    member = new CampaignCluster("member-1", folder);
    operator =
        new CampaignOperator(
            hub.namespace("ops").namespace(CampaignCluster.NAMESPACE),
            options,
            1,
            new LetGo((workload, zone) -> Set.of()));
    scene = new Scene(hub.client(), null).provider("acme");
    way();
    zone(member, "cluster: {kubeconfigSecretRef: {name: " + member.name() + "}}");
    zone(hub, "nodeSelector: {%s: %s}".formatted(CampaignCluster.ZONE_LABEL, hub.name()));
    operator.start();
    scene.create(workload(member));
    scene.awaitReady(WEB);
  }

  @AfterEach
  void stop() {
    operator.close();
    member.close();
    hub.close();
  }

  @Test
  void whatARestoreBringsBackIsToldAndNotSoldAndNotRemoved() {
    Deployment backup = member.children(WEB).get(0);
    delete();
    assertNull(told());

    restore(backup);
    scene.until("it is told", () -> told() != null);
    Condition told = told();
    assertEquals("True WorkloadNotDeclared", told.getStatus() + " " + told.getReason());
    assertTrue(
        told.getMessage().contains("Deployment shop/" + backup.getMetadata().getName()),
        told::getMessage);
    scene.until("its room is not free", () -> BESIDE.equals(available()));
    assertEquals(2, member.children(WEB).get(0).getSpec().getReplicas());

    String stands = member.children(WEB).get(0).getMetadata().getUid();
    scene.create(workload(member));
    scene.awaitReady(WEB);
    scene.until("it has a workload", () -> told() == null);
    assertEquals(stands, member.children(WEB).get(0).getMetadata().getUid());
    delete();

    restore(backup);
    scene.until("it is told", () -> told() != null);
    member.client().resource(member.children(WEB).get(0)).delete();
    scene.until("a person removes it", () -> told() == null);
    scene.until("its room is free", () -> WHOLE.equals(available()));
  }

  /** A workload that exists has a decision, and the member is brought to it. */
  @Test
  void whatARestoreBringsBackOfAWorkloadThatIsElsewhereGoesAgain() {
    Deployment backup = member.children(WEB).get(0);
    delete();
    scene.create(workload(hub));
    scene.awaitReady(WEB);

    restore(backup);
    scene.until("it is gone again", () -> member.children(WEB).isEmpty());
    scene.awaitReady(WEB);
    assertNull(told());
  }

  private static String workload(CampaignCluster where) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: web}
    spec:
      replicas: 2
      dataClasses: [Ordinary]
      residency: {zones: {allow: [%s]}}
      workload:
        deployment:
          template:
            spec:
              containers:
              - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
    """
        .formatted(where.name());
  }

  private void way() {
    hub.client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ops")
                .withName(member.name())
                .endMetadata()
                .addToData(
                    "kubeconfig",
                    Base64.getEncoder()
                        .encodeToString(
                            member.way(operator.way(0)).getBytes(StandardCharsets.UTF_8)))
                .build())
        .create();
  }

  private void zone(CampaignCluster cluster, String target) {
    scene.create(SiteZone.yaml("acme", cluster.name(), CampaignCluster.ROOM, target));
  }

  private void restore(Deployment backup) {
    member
        .client()
        .resource(
            new DeploymentBuilder(backup)
                .editMetadata()
                .withUid(null)
                .withResourceVersion(null)
                .withCreationTimestamp(null)
                .withManagedFields(List.of())
                .endMetadata()
                .withStatus(null)
                .build())
        .create();
  }

  private void delete() {
    hub.client().resources(BleuWorkload.class).withName(WEB).delete();
    scene.until(
        "nothing is left",
        () ->
            hub.client().resources(BleuWorkload.class).withName(WEB).get() == null
                && member.bound(WEB) == 0);
  }

  private @Nullable Condition told() {
    return Conditions.find(scene.zone(member.name()).getStatus().conditions(), TYPE);
  }

  private @Nullable String available() {
    return scene.zone(member.name()).getStatus().available().get("cpu");
  }
}
