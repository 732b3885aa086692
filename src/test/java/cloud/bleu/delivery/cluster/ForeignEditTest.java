package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of an edit of a delivered object by somebody else. */
class ForeignEditTest {

  private static Deployment deployment(String managed, String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web-a, managedFields: [%s]}
        spec: %s
        """
            .formatted(managed, spec),
        Deployment.class);
  }

  private static final String OURS =
      "{manager: bleu-workload, operation: Apply, fieldsV1: {'f:spec': {'f:replicas': {},"
          + " 'f:minReadySeconds': {}, 'f:paused': {}, 'f:template': {'f:spec': {'f:containers':"
          + " {'k:{\"name\":\"main\"}': {}}}}}}}";
  private static final Deployment ASKED =
      deployment("", "{replicas: 2, minReadySeconds: 5, paused: true}");

  private static @Nullable String told(boolean isSame, Deployment live) {
    return told(isSame, live, ASKED);
  }

  private static @Nullable String told(boolean isSame, Deployment live, Deployment result) {
    ForeignEdit edit = ForeignEdit.undone(ASKED, isSame, live, result);
    return edit == null ? null : edit.message();
  }

  private static final String MINER =
      "{manager: kubectl-edit, fieldsV1: {'f:spec': {'f:template': {'f:spec': {'f:hostNetwork': {},"
          + " 'f:containers': {'k:{\"name\":\"miner\"}': {'.': {}, 'f:name': {}, 'f:image':"
          + " {}}}}}}}}";
  private static final String MINED =
      "{replicas: 2, minReadySeconds: 5, paused: true, template: {spec: {hostNetwork: true,"
          + " containers: [{name: main, image: m}, {name: miner, image: evil}]}}}";

  /** Of a list by the name of the item, with nothing that is below it. */
  @Test
  void whatIsAddedIsNamedOnceItIsGone() {
    assertEquals(
        "Deployment web-a was changed by kubectl-edit, and is as decided again:"
            + " spec.template.spec.containers[miner], spec.template.spec.hostNetwork; change the"
            + " BleuWorkload instead",
        told(true, deployment(OURS + ", " + MINER, MINED)));
    assertEquals(
        told(true, deployment(OURS + ", " + MINER, MINED)),
        told(false, deployment(OURS + ", " + MINER, MINED)),
        "also where a new template comes");
  }

  @Test
  void whatStaysIsNotToldAsUndone() {
    Deployment live = deployment(OURS + ", " + MINER, MINED);
    assertNull(told(true, live, live));
    assertEquals(
        "Deployment web-a was changed by kubectl-edit, and is as decided again:"
            + " spec.template.spec.hostNetwork; change the BleuWorkload instead",
        told(
            true,
            live,
            deployment(
                OURS + ", " + MINER, MINED.replace("hostNetwork: true", "dnsPolicy: Default"))));
    Deployment changed = deployment(OURS, "{replicas: 2, minReadySeconds: 6, paused: true}");
    assertNull(told(true, changed, changed), "as where a webhook sets it with each write");
  }

  @Test
  void whatStaysIsAProblemWithFieldAndManager() {
    assertNull(StandingEdit.of("a", ASKED));
    DeliveryProblem problem = StandingEdit.of("a", deployment(OURS + ", " + MINER, MINED));
    assertEquals("EditKept", problem.code());
    assertEquals(
        "zone a: Deployment web-a keeps what the operator was to take away:"
            + " spec.template.spec.hostNetwork of kubectl-edit,"
            + " spec.template.spec.containers[miner] of kubectl-edit; take it out there, and find"
            + " out what brings it back",
        problem.message());
  }

  @Test
  void fieldsAndWhoOwnsThemAreNamed() {
    assertEquals(
        "Deployment web-a was changed by kubectl-edit, and is as decided again:"
            + " spec.minReadySeconds; change the BleuWorkload instead",
        told(
            true,
            deployment(
                OURS + ", {manager: kubectl-edit, fieldsV1: {'f:spec': {'f:minReadySeconds': {}}}}",
                "{replicas: 2, minReadySeconds: 6, paused: true}")));
  }

  /** Nobody owns a field that is gone. */
  @Test
  void ofARemovedFieldNobodyIsNamed() {
    assertEquals(
        "Deployment web-a was changed by somebody else, and is as decided again: spec.paused;"
            + " change the BleuWorkload instead",
        told(true, deployment(OURS, "{replicas: 2, minReadySeconds: 5}")));
  }

  @Test
  void ownReplicasOfARolloutAreNobodysEdit() {
    String spec = "{replicas: 1, minReadySeconds: 5, paused: true}";
    assertNull(told(true, deployment(OURS, spec)));
    String scaled =
        "{manager: kubectl, subresource: scale, fieldsV1: {'f:spec': {'f:replicas': {}}}}";
    assertEquals(
        "Deployment web-a was changed by kubectl, and is as decided again: spec.replicas; change"
            + " the BleuWorkload instead",
        told(true, deployment(OURS + ", " + scaled, spec)));
    assertEquals(
        "Deployment web-a was changed by kubectl, and is as decided again: spec.replicas; change"
            + " the BleuWorkload instead",
        told(false, deployment(OURS + ", " + scaled, spec)),
        "also while a new template comes");
  }

  /** The status is the business of its controller. */
  @Test
  void whatIsOfAnotherManifestIsNobodysEdit() {
    String status =
        "{manager: kube-controller-manager, subresource: status, fieldsV1: {'f:spec':"
            + " {'f:replicas': {}}}}";
    assertNull(told(false, deployment(OURS + ", " + status, "{replicas: 1, minReadySeconds: 9}")));
  }

  @Test
  void ofManyFieldsTheFirstAreNamed() {
    Deployment asked =
        deployment(
            "",
            "{template: {metadata: {labels: {a: '1', b: '1', c: '1', d: '1', e: '1', f: '1', g:"
                + " '1'}}}}");
    ForeignEdit edit =
        ForeignEdit.undone(
            asked, true, deployment("", "{template: {metadata: {labels: {x: '1'}}}}"), asked);
    assertEquals(
        "Deployment web-a was changed by somebody else, and is as decided again:"
            + " spec.template.metadata.labels.a, spec.template.metadata.labels.b,"
            + " spec.template.metadata.labels.c, spec.template.metadata.labels.d,"
            + " spec.template.metadata.labels.e and 2 more; change the BleuWorkload instead",
        edit.message());
  }

  @Test
  void withoutOthersWhatDiffersIsOurs() {
    Deployment live = deployment(OURS, "{replicas: 2, minReadySeconds: 6, paused: true}");
    assertNull(ForeignEdit.owned(ASKED, live));
    ForeignEdit edit =
        ForeignEdit.owned(
            ASKED,
            deployment(
                "{manager: other, fieldsV1: {'f:spec': {'f:minReadySeconds': {}}}}",
                "{replicas: 2, minReadySeconds: 6, paused: true}"));
    assertNotNull(edit);
    assertEquals(List.of("other"), edit.managers());
    assertEquals(List.of("spec.minReadySeconds"), edit.fields());
  }
}
