package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a Deployment ran before its take-over, by what is left to tell. */
class FormerReplicasTest {

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private FormerReplicas former;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    former = new FormerReplicas(new ClusterWriter(client));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Deployment legacy(String annotations, int replicas, String manager, String at) {
    Deployment legacy =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: legacy
              namespace: shop
              annotations: {%s}
              managedFields:
              - {manager: kubectl, operation: Update, fieldsV1: {'f:metadata': {'f:labels': {}}}}
              - {manager: %s, operation: Update, time: '%s', fieldsV1: {'f:spec': {'f:replicas': {}}}}
            spec: {replicas: %d, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}}}
            """
                .formatted(annotations, manager, at, replicas),
            Deployment.class);
    return client.resource(legacy).create();
  }

  private static BleuWorkload web(String recorded, String zones) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata:
          name: web
          namespace: shop
          deletionTimestamp: '2026-05-04T10:00:00Z'
          annotations: {%s}
        spec: {replicas: 5, workload: {deploymentRef: {name: legacy}}}
        status: {zones: '%s'}
        """
            .formatted(recorded, zones),
        BleuWorkload.class);
  }

  private static String record(String replicas) {
    return replicas == null ? "" : "placement.bleu.cloud/template-replicas: '" + replicas + "'";
  }

  @ParameterizedTest(name = "noted {0}, {1} asked, set by {2}: {3} recorded")
  @CsvSource({
    ", 3, kubectl, 3",
    ", 0, kubectl, 0",
    ", 0, bleu-workload, 5",
    ", 3, bleu-workload, 3",
    "7, 0, bleu-workload, 7",
    "7, 2, kubectl, 7",
    "0, 0, kubectl, 0"
  })
  void whatTheWorkloadRecordsAtTheBeginning(String noted, int asked, String manager, int recorded) {
    String note = noted == null ? "" : "placement.bleu.cloud/restore-replicas: '" + noted + "'";
    Deployment legacy = legacy(note, asked, manager, "2026-05-04T09:00:00Z");
    assertEquals(recorded, former.atTheBeginning(web("", ""), legacy));
  }

  @ParameterizedTest(name = "recorded {0}, set by {1} at {2}, zones ''{3}'': {4}")
  @CsvSource({
    // Its 0 is that of the operator, whatever else is lost.
    ", bleu-workload, 2026-05-04T09:00:00Z, 'a=5', OWED",
    "0, bleu-workload, 2026-05-04T09:00:00Z, 'a=5', OWED",
    "3, bleu-workload, 2026-05-04T09:00:00Z, '', OWED",
    // It ran, and somebody scaled it down while its workload ran.
    "3, kubectl, 2026-05-04T09:00:00Z, 'a=5', OWED",
    "many, kubectl, 2026-05-04T09:00:00Z, 'a=5', OWED",
    // Somebody scaled it down, and nothing has taken its place.
    "3, kubectl, 2026-05-04T09:00:00Z, '', NONE",
    // Somebody scaled it down since the workload is being deleted: they know.
    "3, kubectl, 2026-05-04T10:00:01Z, 'a=5', NONE",
    ", kubectl, 2026-05-04T10:00:01Z, 'a=5', NONE",
    // It stood at 0 before.
    "0, kubectl, 2026-05-04T09:00:00Z, 'a=5', NONE",
    ", kubectl, 2026-05-04T09:00:00Z, 'a=5', UNKNOWN"
  })
  void whatItIsOwedWithoutItsNote(
      String recorded, String manager, String at, String zones, FormerReplicas.Claim claim) {
    assertEquals(claim, former.atTheEnd(web(record(recorded), zones), legacy("", 0, manager, at)));
  }

  @Test
  void oneThatIsGoneIsOwedNothing() {
    Deployment legacy = legacy("", 0, "bleu-workload", "2026-05-04T09:00:00Z");
    client.resource(legacy).delete();
    assertEquals(FormerReplicas.Claim.NONE, former.atTheEnd(web(record("3"), "a=5"), legacy));
  }
}
