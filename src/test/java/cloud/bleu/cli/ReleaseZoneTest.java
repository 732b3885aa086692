package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bleu release --zone}: a cluster that does not come back holds nobody any more. */
@Tag("wiring")
class ReleaseZoneTest {

  private static final String OF_FC_1 = "uid-1.elsewhere.placement.bleu.cloud/fc-1";
  private static final String OF_FC_2 = "uid-2.elsewhere.placement.bleu.cloud/fc-2";
  private static final String OF_OTHERS = "example.org/theirs";

  @TempDir Path folder;
  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    server.writeKubeconfig(folder.resolve("kubeconfig"));
    create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    workload("web", OF_OTHERS + ", " + OF_FC_1 + ", " + OF_FC_2);
    workload("api", OF_FC_1);
    workload("far", OF_FC_2);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void create(String yaml) {
    client.resource((HasMetadata) Serialization.unmarshal("---\n" + yaml)).create();
  }

  private void workload(String name, String finalizers) {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {namespace: shop, name: %s, finalizers: [%s]}
        spec: {workload: {deploymentRef: {name: %s}}}
        """
            .formatted(name, finalizers, name));
  }

  /** Else nothing would be held for it, as of any other name that no zone has. */
  @Test
  void theKindMayStandBeforeTheZoneAndAnotherSlashMayNot() {
    zone("Active");
    for (String typed : List.of("fc-1", "az/fc-1", "availabilityzone.placement.bleu.cloud/fc-1")) {
      Typed said = released(typed);
      assertEquals(ExitCode.BAD_INPUT, said.code(), said.out());
      assertTrue(said.err().startsWith("zone fc-1 is not reported lost"), said.err());
    }
    Typed said = released("shop/fc-1");
    assertEquals(ExitCode.BAD_INPUT, said.code(), said.out());
    assertEquals(
        "\"shop/fc-1\" is no AvailabilityZone by its name; give the name alone\n", said.err());
  }

  private Typed released(String zone) {
    return Typed.bleu(
        "release", "--zone", zone, "--kubeconfig", folder.resolve("kubeconfig").toString());
  }

  private void zone(String state) {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: fc-1}
        spec: {provider: acme, region: r, site: s, state: %s}
        """
            .formatted(state));
  }

  private Typed released() {
    return released("fc-1");
  }

  private BleuWorkload workload(String name) {
    return client.resources(BleuWorkload.class).inNamespace("shop").withName(name).get();
  }

  private List<String> finalizers(String name) {
    return workload(name).getMetadata().getFinalizers();
  }

  @Test
  void zoneThatIsReportedLostIsLetGoAndNothingElse() {
    zone("Active");
    client.resource(workload("api")).delete();
    Typed early = released();
    assertEquals(ExitCode.BAD_INPUT, early.code());
    assertTrue(
        early
            .err()
            .replaceAll("\\s+", " ")
            .contains("kubectl annotate az fc-1 placement.bleu.cloud/incident=Lost"),
        early.err());
    assertEquals(List.of(OF_OTHERS, OF_FC_1, OF_FC_2), finalizers("web"), "nothing was touched");

    client
        .resources(AvailabilityZone.class)
        .withName("fc-1")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":\"Lost\"}}}");
    assertReleased();
  }

  @Test
  void zoneWhoseStateIsLostAndOneThatIsDeletedAreLetGoToo() {
    zone("Lost");
    client.resource(workload("api")).delete();
    assertReleased();
    client.resources(AvailabilityZone.class).withName("fc-1").delete();
    workload("api", OF_FC_1);
    assertEquals(
        new Typed(
            0,
            "bleuworkload shop/api: released from zone fc-1; what stands of it in cluster uid-1"
                + " stays there\n",
            ""),
        released());
  }

  private void assertReleased() {
    Typed released = released();
    assertEquals(ExitCode.OK, released.code(), released.err());
    assertEquals(
        List.of(
            "bleuworkload shop/api: released from zone fc-1; what stands of it in cluster uid-1"
                + " stays there",
            "bleuworkload shop/web: released from zone fc-1; what stands of it in cluster uid-1"
                + " stays there"),
        released.out().lines().toList());
    assertNull(workload("api"), "which was deleted");
    assertEquals(List.of(OF_OTHERS, OF_FC_2), finalizers("web"));
    assertEquals(List.of(OF_FC_2), finalizers("far"));
    assertEquals(new Typed(0, "", "nothing is held for zone fc-1\n"), released());
  }
}
