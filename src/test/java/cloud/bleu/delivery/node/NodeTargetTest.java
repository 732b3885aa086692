package cloud.bleu.delivery.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ChildStatus;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One zone of one workload on nodes of this cluster: what is written for it, and what is said. */
class NodeTargetTest {

  private static final String NAME = ChildName.of("web", "a");

  private ScriptedServer server;
  private KubernetesClient admin;
  private KubernetesClient client;
  private NodeTarget target;
  private final Door door = new Door();

  /** What was undone, as it is told. */
  private final List<String> edits = new CopyOnWriteArrayList<>();

  /** What the target's caches have; null: what the server has. */
  private ClusterObjects cached;

  /** Answers writes of one method in place of the server, and takes down every write. */
  private static final class Door implements Fault {
    final List<String> writes = new CopyOnWriteArrayList<>();
    volatile String method = "";
    volatile Answer answer;

    @Override
    public Answer instead(Request request) {
      if (request.isWrite()) {
        writes.add(request.method());
      }
      return request.method().equals(method) ? answer : null;
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), door);
    admin = server.admin();
    client = server.client();
    target =
        new NodeTarget(
            client,
            () -> cached == null ? new ListedObjects(admin, "shop") : cached,
            (of, edit) -> edits.add(edit.message()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static BleuWorkload workload(String uid, String kind, String image) {
    return Serialization.unmarshal(
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: web,"
            + " namespace: shop, uid: "
            + uid
            + "}, spec: {workload: {"
            + kind
            + ": {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "
            + image
            + "}]}}}}}}",
        BleuWorkload.class);
  }

  private static BleuWorkload workload(String image) {
    return workload("u", "deployment", image);
  }

  private static ZoneManifest manifest(BleuWorkload workload, String zone, int replicas) {
    try {
      return new ChildFactory(workload, null)
          .children(
              List.of(new Assignment(zone, replicas, null, null)),
              Map.of(zone, Map.of("zone", zone)))
          .get(0);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }

  private Ensured decided(BleuWorkload workload, int replicas) {
    return target.ensure(workload, decided(workload, replicas, replicas));
  }

  private ZoneDesired decided(BleuWorkload workload, int decided, int replicas) {
    ZoneObservation seen =
        observed(workload).zones().stream()
            .filter(o -> o.zone().equals("a"))
            .findFirst()
            .orElse(null);
    return new ZoneDesired.DecidedManifest(manifest(workload, "a", decided), replicas, seen);
  }

  private Deployment stored() {
    return admin.apps().deployments().inNamespace("shop").withName(NAME).get();
  }

  private TargetObservation observed(BleuWorkload workload) {
    return target.observe(workload, Set.of("a"));
  }

  private ZoneObservation seen() {
    return observed(workload("i")).zones().get(0);
  }

  /** Changes an object as somebody else does. */
  private Deployment changedByOthers() {
    return admin
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName(NAME)
        .edit(
            d ->
                new DeploymentBuilder(d)
                    .editMetadata()
                    .addToLabels("x", "y")
                    .endMetadata()
                    .build());
  }

  private void createdByOthers() {
    admin
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withReplicas(7)
                .endSpec()
                .build())
        .create();
  }

  @Test
  void manifestThatIsNotThereIsCreatedWholeAndControlledByTheWorkload() {
    assertEquals(Ensured.WRITTEN, decided(workload("i"), 2));
    Deployment child = stored();
    assertEquals(2, child.getSpec().getReplicas());
    assertEquals(Map.of("zone", "a"), child.getSpec().getTemplate().getSpec().getNodeSelector());
    assertEquals("i", child.getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
    OwnerReference owner = child.getMetadata().getOwnerReferences().get(0);
    assertEquals("u", owner.getUid());
    assertTrue(owner.getController());
    assertTrue(owner.getBlockOwnerDeletion());
    assertEquals(List.of("POST"), door.writes);
    ZoneObservation seen = seen();
    assertEquals("a", seen.zone());
    assertFalse(seen.surplus());
    assertEquals(2, seen.replicas());
    assertTrue(target.holds(manifest(workload("i"), "a", 2), seen));
  }

  @Test
  void statefulSetIsOneToo() {
    BleuWorkload workload = workload("u", "statefulSet", "i");
    assertEquals(Ensured.WRITTEN, decided(workload, 2));
    StatefulSet child = admin.apps().statefulSets().inNamespace("shop").withName(NAME).get();
    assertEquals(2, child.getSpec().getReplicas());
    assertEquals("u", child.getMetadata().getOwnerReferences().get(0).getUid());
    assertEquals(Ensured.UNCHANGED, decided(workload, 2));
  }

  @Test
  void newManifestIsAppliedOverTheOldOne() {
    decided(workload("i"), 2);
    BleuWorkload next = workload("j");
    assertFalse(target.holds(manifest(next, "a", 2), seen()));
    assertEquals(Ensured.WRITTEN, decided(next, 3));
    assertEquals(3, stored().getSpec().getReplicas());
    assertEquals("j", stored().getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
    assertTrue(target.holds(manifest(next, "a", 2), seen()));
    assertEquals(List.of("POST", "PATCH"), door.writes);
  }

  @Test
  void replicasOfTheOrderCountAndNotThoseOfTheManifest() {
    BleuWorkload workload = workload("i");
    target.ensure(workload, decided(workload, 2, 5));
    assertEquals(5, stored().getSpec().getReplicas());
  }

  @Test
  void whatIsSoAlreadySaysThatNoEventWillCome() {
    decided(workload("i"), 2);
    String version = stored().getMetadata().getResourceVersion();
    assertEquals(Ensured.UNCHANGED, decided(workload("i"), 2));
    assertEquals(version, stored().getMetadata().getResourceVersion());
  }

  @Test
  void manifestThatStandsKeepsItsTemplateWithOtherReplicas() {
    decided(workload("i"), 2);
    ZoneObservation seen = seen();
    assertEquals(
        Ensured.WRITTEN, target.ensure(workload("j"), new ZoneDesired.StandingManifest(seen, 5)));
    assertEquals(5, stored().getSpec().getReplicas());
    assertEquals("i", stored().getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
    assertEquals(seen.template(), seen().template());
    assertTrue(target.holds(manifest(workload("i"), "a", 2), seen()));
  }

  @Test
  void absenceRemovesWhatWasSeen() {
    decided(workload("i"), 2);
    assertEquals(Ensured.WRITTEN, target.ensure(workload("i"), new ZoneDesired.Absence(seen())));
    assertNull(stored());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"it is there by now", "it is gone by now", "decided", "scaled", "removed"})
  void whatIsNewerThanWhatWasSeenIsNotWrittenOver(String what) {
    BleuWorkload workload = workload("i");
    cached = new ListedObjects(admin, "shop");
    if (what.equals("it is there by now")) {
      createdByOthers();
      assertEquals(Ensured.STALE, decided(workload, 2));
      assertEquals(7, stored().getSpec().getReplicas());
      return;
    }
    decided(workload, 2);
    cached = new ListedObjects(admin, "shop");
    ZoneObservation seen = seen();
    switch (what) {
      case "it is gone by now" -> {
        admin.resource(stored()).delete();
        assertEquals(Ensured.STALE, decided(workload, 2));
        assertNull(stored());
      }
      case "decided" -> {
        changedByOthers();
        BleuWorkload next = workload("j");
        assertEquals(Ensured.STALE, target.ensure(next, decided(next, 1, 1)));
        assertEquals(2, stored().getSpec().getReplicas());
        // As many or more take nothing from anybody.
        assertEquals(Ensured.WRITTEN, target.ensure(next, decided(next, 2, 2)));
      }
      case "scaled" -> {
        changedByOthers();
        assertEquals(
            Ensured.STALE, target.ensure(workload, new ZoneDesired.StandingManifest(seen, 5)));
        assertEquals(2, stored().getSpec().getReplicas());
      }
      default -> {
        // The embedded server removes whatever version is named.
        door.method = "DELETE";
        door.answer = Answer.status(409, "Conflict");
        assertEquals(Ensured.STALE, target.ensure(workload, new ZoneDesired.Absence(seen)));
        assertNotNull(stored());
      }
    }
  }

  @Test
  void nameThatSomebodyElseHasIsAnObstacleAndNotSeenAsOurs() {
    createdByOthers();
    TargetObservation observed = observed(workload("i"));
    assertEquals(List.of(), observed.zones());
    DeliveryProblem obstacle = observed.obstacles().get("a");
    assertEquals("NameConflict", obstacle.code());
    assertTrue(obstacle.message().startsWith("Deployment " + NAME + " "), obstacle.message());
    assertFalse(obstacle.canPassByItself());
    // Another kind has names of its own.
    assertEquals(Map.of(), observed(workload("u", "statefulSet", "i")).obstacles());
  }

  @Test
  void whatSomebodyElseHasMadeOfTheNameSinceIsNotTouched() {
    decided(workload("i"), 2);
    cached = new ListedObjects(admin, "shop");
    admin.resource(stored()).delete();
    createdByOthers();
    Ensured ensured = decided(workload("j"), 2);
    assertEquals(Ensured.Result.REFUSED, ensured.result());
    assertEquals("NameConflict", ensured.problem().code());
    assertEquals(7, stored().getSpec().getReplicas());
    assertEquals(List.of(), stored().getMetadata().getOwnerReferences());
  }

  @Test
  void childOfAWorkloadOfTheSameNameBeforeIsNotOurs() {
    decided(workload("before", "deployment", "i"), 2);
    assertEquals("NameConflict", observed(workload("i")).obstacles().get("a").code());
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | 403 | exceeded quota: small, requested: count/deployments.apps=1 | ResourceQuota"
            + " small refuses it",
        "PATCH  | 422 | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no |"
            + " ValidatingAdmissionPolicy p (binding b) refuses it",
        "DELETE | 403 | cannot delete resource deployments | RBAC refuses it",
      })
  void refusalIsAProblemOfTheZoneAndNoException(String method, int code, String words, String who) {
    if (!method.equals("POST")) {
      decided(workload("i"), 2);
    }
    door.method = method;
    door.answer = answer(code, words);
    Ensured ensured =
        method.equals("DELETE")
            ? target.ensure(workload("i"), new ZoneDesired.Absence(seen()))
            : decided(workload("j"), 2);
    assertEquals(Ensured.Result.REFUSED, ensured.result());
    assertEquals(DeliveryProblem.REFUSED, ensured.problem().code());
    assertTrue(
        ensured.problem().message().startsWith("zone a: " + who + ": "),
        ensured.problem().message());
    assertTrue(ensured.problem().canPassByItself());
  }

  /** Of each workload in it that would be told; a cluster beside this one says no such thing. */
  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void thatItsNamespaceIsBeingDeletedIsMarked(String method) {
    door.method = method;
    door.answer =
        answer(
            403, "unable to create new content in namespace shop because it is being terminated");
    DeliveryProblem problem =
        method.equals("POST")
            ? decided(workload("i"), 2).problem()
            : target.dryRun(workload("i"), manifest(workload("i"), "a", 2)).problem();
    assertTrue(problem.isOfEndingNamespace(), problem::toString);
  }

  @Test
  void anotherRefusalIsNotMarked() {
    door.method = "POST";
    door.answer = answer(403, "exceeded quota: small, requested: count/deployments.apps=1");
    assertFalse(decided(workload("i"), 2).problem().isOfEndingNamespace());
  }

  @Test
  void serverThatFailsIsNoAnswer() {
    door.method = "POST";
    door.answer = Answer.status(500, "InternalError");
    assertThrows(KubernetesClientException.class, () -> decided(workload("i"), 2));
  }

  @Test
  void dryRunWritesNothing() {
    assertEquals(Acceptance.TAKEN, target.dryRun(workload("i"), manifest(workload("i"), "a", 2)));
    assertNull(stored());
    assertEquals(List.of(), door.writes);
  }

  @ParameterizedTest(name = "{0} {1}: a person must act: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "422 | spec.template.spec.containers[0].image: Required value | true",
        "403 | exceeded quota: small, requested: count/deployments.apps=1 | false",
      })
  void dryRunSaysWhatWouldRefuseIt(int code, String words, boolean person) {
    door.method = "PATCH";
    door.answer = answer(code, words);
    DeliveryProblem problem =
        target.dryRun(workload("i"), manifest(workload("i"), "a", 2)).problem();
    assertEquals(DeliveryProblem.REJECTED, problem.code());
    assertTrue(problem.message().contains(words), problem.message());
    assertEquals(person, !problem.canPassByItself());
  }

  @Test
  void whatIsSeenIsOursAndStands() {
    BleuWorkload workload = workload("i");
    target.ensure(
        workload, new ZoneDesired.DecidedManifest(manifest(workload, "left", 1), 1, null));
    decided(workload, 2);
    // One that lost its labels is found by its name, as long as the decision has its zone.
    admin
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName(NAME)
        .edit(
            d -> {
              d.getMetadata().setLabels(Map.of());
              return d;
            });
    assertEquals(
        Set.of("left", ""),
        Set.copyOf(observed(workload).zones().stream().map(ZoneObservation::zone).toList()));
    assertEquals(
        List.of("left"),
        target.observe(workload, Set.of()).zones().stream().map(ZoneObservation::zone).toList());
    // One on its way out is neither ours nor in the way.
    Deployment ending = stored();
    ending.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    cached =
        new ListedObjects(admin, "shop") {
          @Override
          public List<HasMetadata> children(String namespace, String name) {
            return List.of(ending);
          }

          @Override
          public Deployment deployment(String namespace, String name) {
            return name.equals(NAME) ? ending : null;
          }
        };
    TargetObservation left = observed(workload);
    assertEquals(List.of(), left.zones());
    assertEquals(Map.of(), left.obstacles());
    assertEquals(List.of(ending), left.ending().stream().map(ZoneObservation::object).toList());
  }

  @Test
  void secondObjectOfAZoneIsSurplus() {
    BleuWorkload workload = workload("i");
    decided(workload, 2);
    Deployment second = stored();
    second.getMetadata().setName("by-hand");
    second.getMetadata().setResourceVersion(null);
    second.getMetadata().setUid(null);
    admin.resource(second).create();
    assertEquals(
        Map.of(NAME, false, "by-hand", true),
        observed(workload).zones().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    o -> o.object().getMetadata().getName(), ZoneObservation::surplus)));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing                     | {}                                                     |"
            + " true",
        "its replicas                | {spec: {replicas: 9}}                                  |"
            + " true",
        "what the server adds        | {spec: {revisionHistoryLimit: 10}}                     |"
            + " true",
        "its progress                | {status: {replicas: 2}}                                |"
            + " true",
        "a label of its own          | {metadata: {labels: {placement.bleu.cloud/zone: b}}}   |"
            + " false",
        "its strategy                | {spec: {strategy: {type: Recreate}}}                   |"
            + " false",
        "the digest of its template  | {metadata: {annotations: {placement.bleu.cloud/template:"
            + " other}}} | false",
      })
  void zoneHoldsAManifestUntilSomebodyChanges(String what, String patch, boolean holds) {
    ZoneManifest manifest = manifest(workload("i"), "a", 2);
    Map<String, Object> changed =
        merged(
            Serialization.jsonMapper().convertValue(manifest.object(), Map.class),
            Serialization.unmarshal("---\n" + patch, Map.class));
    Deployment live = Serialization.jsonMapper().convertValue(changed, Deployment.class);
    live.getMetadata().setUid("child");
    live.getMetadata().setGeneration(2L);
    assertEquals(holds, target.holds(manifest, ChildStatus.of("web", live)), what);
    assertEquals(holds, target.holds(manifest, ChildStatus.of("web", live)), "asked again");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> merged(Map<String, Object> into, Map<String, Object> patch) {
    patch.forEach(
        (key, value) ->
            into.merge(
                key,
                value,
                (had, next) ->
                    had instanceof Map && next instanceof Map
                        ? merged((Map<String, Object>) had, (Map<String, Object>) next)
                        : next));
    return into;
  }

  private static Answer answer(int code, String words) {
    return Answer.json(
        code,
        Serialization.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason("Forbidden")
                .withMessage(words)
                .build()));
  }
}
