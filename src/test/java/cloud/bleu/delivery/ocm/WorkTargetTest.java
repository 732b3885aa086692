package cloud.bleu.delivery.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ClusterZoneDelivery;
import cloud.bleu.delivery.cluster.OwnerReferences;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A zone that is a ManagedCluster: what is written for it, and what of its reports counts. */
class WorkTargetTest {

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, NOON, "ManagedClusterAvailable", "it is available");
  private static final Reach AWAY =
      new Reach(Reach.State.UNREACHED, NOON, "ManagedClusterUnavailable", "it is not available");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };
  private final Seen seen = new Seen();
  private BleuWorkload workload = workload("config");
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private ManagedTargets targets;
  private ZoneTarget target;

  /** The change of replicas that the agent has applied last, as the Deployment there says it. */
  private @Nullable String applied;

  /** As the caches would show it. */
  private final class Seen implements WorkObjects {
    private Reach reach = REACHED;
    private boolean blind;
    private boolean served = true;
    private Instant written;

    @Override
    public String home() {
      return "uid-hub";
    }

    @Override
    public Reach reach(String cluster) {
      return reach;
    }

    @Override
    public boolean serves(String cluster) {
      return served;
    }

    @Override
    public String uid(String cluster) {
      return "uid-m";
    }

    @Override
    public GenericKubernetesResource work(String cluster, String name) {
      return client
          .genericKubernetesResources(ManifestWork.KIND)
          .inNamespace(cluster)
          .withName(name)
          .get();
    }

    @Override
    public List<GenericKubernetesResource> works(
        String cluster, String namespace, String workload) {
      List<GenericKubernetesResource> works = listed(cluster, namespace, workload);
      if (written != null) {
        works.forEach(
            work ->
                work.getMetadata()
                    .setManagedFields(
                        List.of(
                            new ManagedFieldsEntryBuilder()
                                .withManager(Labels.MANAGER)
                                .withTime(written.toString())
                                .build())));
      }
      return blind ? List.of() : works;
    }

    private List<GenericKubernetesResource> listed(
        String cluster, String namespace, String workload) {
      return client
          .genericKubernetesResources(ManifestWork.KIND)
          .inNamespace(cluster)
          .withLabels(
              Map.of(
                  Labels.HOME,
                  "uid-hub",
                  ManifestWork.NAMESPACE,
                  namespace,
                  Labels.WORKLOAD,
                  workload))
          .list()
          .getItems();
    }
  }

  private static BleuWorkload workload(String companion) {
    return workload("ConfigMap", companion);
  }

  private static BleuWorkload workload(String kind, String companion) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata:
          name: web
          namespace: shop
          uid: uid-web
          finalizers: [uid-m.elsewhere.placement.bleu.cloud/far]
        spec:
          dataClasses: [Ordinary]
          workload:
            companions: [{kind: %s, name: %s}]
            deployment: {template: {spec: {containers: [{name: main, image: none}]}}}
        """
            .formatted(kind, companion),
        BleuWorkload.class);
  }

  @BeforeEach
  void start() {
    List<CustomResourceDefinition> crds = new ArrayList<>(ProjectCrds.all());
    crds.addAll(ManagedClusterCrds.all());
    server = EmbeddedApiServer.start(crds);
    client = PatientClients.of(server);
    for (String name : List.of("shop", "m")) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
    config("one");
    targets =
        new ManagedTargets(
            client,
            seen,
            new ClusterZoneDelivery(
                new ClusterWriter(client),
                () -> {
                  throw new IllegalStateException("nothing is observed on the hub");
                },
                new OwnerReferences(),
                UndoneEdits.UNTOLD),
            (namespace, name) -> workload,
            clock);
    target = targets.zones("m");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void config(String value) {
    config("config", Map.of("key", value));
  }

  /** One says this and nothing else. */
  private void config(String name, Map<String, String> data) {
    ConfigMap config =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .withData(data)
            .build();
    client.resource(config).delete();
    client.resource(config).create();
  }

  /** The workload has these ConfigMaps as companions, and its pods mention others. */
  private void companions(List<String> names, String... mentioned) {
    Map<String, Object> container = new HashMap<>(Map.of("name", "main", "image", "none"));
    container.put(
        "envFrom",
        Stream.of(mentioned).map(name -> Map.of("configMapRef", Map.of("name", name))).toList());
    BleuWorkload next = Serialization.clone(workload);
    Map<String, Object> spec =
        Map.of(
            "dataClasses",
            List.of("Ordinary"),
            "workload",
            Map.of(
                "companions",
                names.stream().map(name -> Map.of("kind", "ConfigMap", "name", name)).toList(),
                "deployment",
                Map.of("template", Map.of("spec", Map.of("containers", List.of(container))))));
    next.setSpec(
        Serialization.jsonMapper()
            .convertValue(Map.of("spec", spec), BleuWorkload.class)
            .getSpec());
    workload = next;
  }

  private List<String> unread() {
    List<DeliveryProblem> problems = new ArrayList<>();
    targets.policies("m").ensureCompanions(workload, problems);
    return problems.stream()
        .map(problem -> problem.code() + " " + problem.message().split(" of ")[0])
        .toList();
  }

  /** What a manifest of the work says, by its kind and name; null where there is none. */
  private Map<?, ?> carried(String kind, String name) {
    return ManifestWork.manifests(seen.work("m", work())).stream()
        .map(one -> (Map<?, ?>) one)
        .filter(
            one ->
                kind.equals(one.get("kind"))
                    && name.equals(((Map<?, ?>) one.get("metadata")).get("name")))
        .findFirst()
        .orElse(null);
  }

  private Object data(String name) {
    Map<?, ?> config = carried("ConfigMap", name);
    return config == null ? null : config.get("data");
  }

  private ZoneManifest manifest(int replicas) {
    try {
      return new ChildFactory(workload, null)
          .children(List.of(new Assignment("far", replicas, null, null)), Map.of("far", Map.of()))
          .get(0);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }

  private Ensured decided(int replicas, ZoneObservation standing) {
    return target.ensure(workload, new DecidedManifest(manifest(replicas), replicas, standing));
  }

  private ZoneObservation standing() {
    return target.observe(workload, Set.of("far")).zones().get(0);
  }

  private String work() {
    return ManifestWork.name(workload, "far");
  }

  private void status(String name, Object status) {
    client
        .genericKubernetesResources(ManifestWork.KIND)
        .inNamespace("m")
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
  }

  private static Map<String, Object> applied(String status, long generation, String message) {
    return Map.of(
        "type",
        "Applied",
        "status",
        status,
        "reason",
        "Some",
        "message",
        message,
        "observedGeneration",
        generation,
        "lastTransitionTime",
        "2026-11-28T12:00:00Z");
  }

  private static Map<String, Object> available(String status) {
    Map<String, Object> condition = new HashMap<>(applied(status, 0, "Resource is not available"));
    condition.put("type", "Available");
    return condition;
  }

  /** The agent has looked at the namespace: it is there, and names a hub; null: none. */
  private void namespaceIsOf(String home, String available) {
    String namespace = ManifestWork.ofNamespace("shop");
    List<Object> values = new ArrayList<>();
    values.add(value(WorkFeedback.NAME, "shop"));
    if (home != null) {
      values.add(value(WorkFeedback.HOME, home));
    }
    status(
        namespace,
        Map.of(
            "conditions",
            List.of(applied("True", seen.work("m", namespace).getMetadata().getGeneration(), "ok")),
            "resourceStatus",
            Map.of(
                "manifests",
                List.of(
                    Map.of(
                        "conditions",
                        List.of(applied("True", 0, "ok"), available(available)),
                        "resourceMeta",
                        Map.of("ordinal", 0, "kind", "Namespace", "name", "shop"),
                        "statusFeedback",
                        Map.of("values", values))))));
  }

  /** A work for two replicas that stands, of which nothing is reported. */
  private GenericKubernetesResource placed() {
    decided(2, null);
    namespaceIsOf("uid-hub", "True");
    assertEquals(Ensured.WRITTEN, decided(2, null));
    return seen.work("m", work());
  }

  private static Map<String, Object> value(String name, Object value) {
    return Map.of(
        "name",
        name,
        "fieldValue",
        value instanceof Integer
            ? Map.of("type", "Integer", "integer", value)
            : Map.of("type", "String", "string", value));
  }

  private void reports(String template, int asked, int observed, int available) {
    reports(template, asked, observed, available, "True");
  }

  private void reports(String template, int asked, int observed, int available, String found) {
    List<Object> values = new ArrayList<>();
    values.add(value(WorkFeedback.TEMPLATE, template));
    values.add(value(WorkFeedback.ASKED, asked));
    values.add(value(WorkFeedback.GENERATION, 3));
    values.add(value(WorkFeedback.OBSERVED, observed));
    if (applied != null) {
      values.add(value("change", applied));
    }
    if (available > 0) {
      for (String name :
          List.of(
              WorkFeedback.EXIST,
              WorkFeedback.READY,
              WorkFeedback.UPDATED,
              WorkFeedback.AVAILABLE)) {
        values.add(value(name, available));
      }
    }
    status(
        work(),
        Map.of(
            "resourceStatus",
            Map.of(
                "manifests",
                List.of(
                    Map.of(
                        "conditions",
                        List.of(applied("True", 0, "ok"), available(found)),
                        "resourceMeta",
                        Map.of("ordinal", 1, "kind", "Deployment", "name", "web"),
                        "statusFeedback",
                        Map.of("values", values))))));
  }

  /** Where the API server would refuse it, nothing is asked, and the zone says why. */
  @Test
  void nothingIsWrittenInANamespaceThatIsNotServed() {
    seen.served = false;
    seen.reach = new Reach(Reach.State.UNREACHED, NOON, "NamespaceNotServed", "add m to the list");
    Ensured refused = decided(2, null);
    assertTrue(refused.problem().message().contains("add m to the list"), refused.toString());
    assertNull(seen.work("m", ManifestWork.ofNamespace("shop")));
    seen.served = true;
    seen.reach = REACHED;
    String version = placed().getMetadata().getResourceVersion();
    ZoneObservation standing = standing();
    seen.served = false;
    for (ZoneDesired desired :
        List.of(
            new DecidedManifest(manifest(3), 3, standing),
            new StandingManifest(standing, 3),
            new Absence(standing))) {
      assertTrue(target.ensure(workload, desired).problem().canPassByItself(), desired.toString());
    }
    assertEquals(version, seen.work("m", work()).getMetadata().getResourceVersion());
  }

  @Test
  void namespaceIsThereBeforeTheWorkAndStaysAfterIt() {
    assertEquals(Ensured.Result.UNDER_WAY, decided(2, null).result());
    assertNull(seen.work("m", work()));
    GenericKubernetesResource namespace = seen.work("m", ManifestWork.ofNamespace("shop"));
    assertEquals("Orphan", namespace.get("spec", "deleteOption", "propagationPolicy"));
    assertTrue(Serialization.asJson(namespace).contains("\"type\":\"CreateOnly\""));
    assertEquals(
        Ensured.Result.UNDER_WAY, decided(2, null).result(), "its agent has not made it yet");
    assertNull(seen.work("m", work()));

    GenericKubernetesResource work = placed();
    assertEquals(
        List.of("ConfigMap", "Deployment"),
        ManifestWork.manifests(work).stream().map(m -> ((Map<?, ?>) m).get("kind")).toList());
    assertEquals(2, ManifestWork.replicas(work));
    assertEquals("uid-hub", work.getMetadata().getLabels().get(Labels.HOME));
    assertTrue(
        Serialization.asJson(work).contains(".metadata.annotations.placement\\\\.bleu\\\\.cloud/"));

    assertEquals(Ensured.WRITTEN, target.ensure(workload, new StandingManifest(standing(), 5)));
    assertEquals(5, ManifestWork.replicas(seen.work("m", work())));
    assertEquals(Ensured.WRITTEN, target.ensure(workload, new Absence(standing())));
    assertNull(seen.work("m", work()));
    assertEquals(namespace.getMetadata().getUid(), namespaceUid());
  }

  private String namespaceUid() {
    return seen.work("m", ManifestWork.ofNamespace("shop")).getMetadata().getUid();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // about, asked, observed, available, later; counted, settled, unseen
        "same,  2, 3, 2, 0,  2, true,  -",
        "same,  2, 3, 0, 0,  0, false, -",
        "same,  2, 3, 1, 0,  1, false, -",
        "same,  5, 3, 5, 0,  2, false, -",
        "same,  5, 3, 5, 31, 0, false, WorkStatusBehind",
        "same,  2, 2, 2, 31, 0, false, WorkStatusBehind",
        "other, 2, 3, 2, 0,  2, false, -",
        "other, 2, 3, 2, 31, 0, false, WorkStatusBehind"
      })
  void numberCountsWhileItIsAboutWhatIsAsked(
      String about,
      int asked,
      int observed,
      int available,
      int later,
      int counted,
      boolean settled,
      String unseen) {
    GenericKubernetesResource work = placed();
    reports(
        about.equals("same") ? ManifestWork.template(work) : "other", asked, observed, available);
    seen.written = NOON;
    target.observe(workload, Set.of("far"));
    now.set(NOON.plus(Duration.ofSeconds(later)));
    TargetObservation seenNow = target.observe(workload, Set.of("far"));
    assertEquals(counted, seenNow.zones().get(0).available());
    assertEquals(settled, seenNow.zones().get(0).settled());
    assertEquals(
        unseen,
        seenNow.unseen().get("far") == null ? null : seenNow.unseen().get("far").problem().code());
  }

  /**
   * Replicas that an old report counts may have gone since, however many are asked again by now:
   * nothing else is removed in the belief that they run.
   *
   * @param decided whether the manifest is written too, or the replicas alone
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasAskedForInBetweenIsNoSuccessor(boolean decided) {
    String template = ManifestWork.template(placed());
    seen.written = NOON;
    asks(3, decided);
    agentApplies();
    reports(template, 3, 3, 3);
    assertEquals("3 of 3, 3 assured, settled", counted());
    asks(2, decided);
    assertEquals("2 of 2, 2 assured", counted(), "of one change the work shows the end");
    asks(1, decided);
    asks(3, decided);
    assertEquals("3 of 3, 1 assured", counted(), "that report is of three, but not of these");
    reports(template, 2, 3, 3);
    assertEquals("3 of 3, 1 assured", counted(), "of a number in between");
    agentApplies();
    reports(template, 3, 2, 3);
    assertEquals("3 of 3, 1 assured", counted(), "the controller there has not looked");
    now.set(NOON.plus(Duration.ofSeconds(31)));
    assertEquals("WorkStatusBehind", whyUnseen());
    reports(template, 3, 3, 1);
    assertEquals("1 of 3, 1 assured", counted());
    reports("before", 3, 3, 3);
    seen.written = now.get();
    assertEquals("3 of 3, 3 assured", counted(), "all of them are back; only the template changes");
    asks(2, decided);
    asks(4, decided);
    assertEquals("3 of 4, 2 assured", counted(), "what was seen back counts as before");
  }

  /** A work that an older version wrote does not ask for the number of the change. */
  @Test
  void olderWorkIsAskedForItsLastChangeWhenItIsScaled() {
    placed();
    edit("\"name\":\"change\"", "\"name\":\"else\"");
    asks(1, false);
    assertTrue(
        Serialization.asJson(seen.work("m", work())).contains("\"name\":\"change\""),
        "otherwise no report would ever count");
    assertTrue(target.holds(manifest(1), standing()));
  }

  private void asks(int replicas, boolean decided) {
    assertEquals(
        Ensured.WRITTEN,
        decided
            ? decided(replicas, standing())
            : target.ensure(workload, new StandingManifest(standing(), replicas)));
    assertTrue(target.holds(manifest(replicas), standing()), "nothing is left to be written");
  }

  /** The agent has what the work says; it has not reported anything yet. */
  private void agentApplies() {
    applied =
        CarriedObjects.deployment(seen.work("m", work()))
            .getMetadata()
            .getAnnotations()
            .get("placement.bleu.cloud/replica-change");
  }

  private String counted() {
    ZoneObservation one = standing();
    return "%d of %d, %d assured%s"
        .formatted(
            one.available(), one.replicas(), one.assured(), one.settled() ? ", settled" : "");
  }

  private @Nullable String whyUnseen() {
    TargetObservation.Unseen unseen = target.observe(workload, Set.of("far")).unseen().get("far");
    return unseen == null ? null : unseen.problem().code();
  }

  @ParameterizedTest
  @CsvSource({"True, 2, true", "False, 0, false", "Unknown, 0, false"})
  void noNumberCountsOfADeploymentThatTheAgentDoesNotFind(
      String found, int counted, boolean settled) {
    GenericKubernetesResource work = placed();
    reports(ManifestWork.template(work), 2, 3, 2, found);
    TargetObservation now = target.observe(workload, Set.of("far"));
    assertEquals(counted, now.zones().get(0).available());
    assertEquals(settled, now.zones().get(0).settled());
    if (!settled) {
      assertEquals("WorkObjectNotSeen", now.unseen().get("far").problem().code());
      assertTrue(now.unseen().get("far").problem().message().contains("Resource is not available"));
    }
  }

  @Test
  void oldReportOfWhatWasWrittenLongAgoCountsForNoMomentAfterARestart() {
    placed();
    reports("other", 2, 3, 2);
    assertEquals(
        "WorkStatusBehind",
        target.observe(workload, Set.of("far")).unseen().get("far").problem().code(),
        "it is not known when it was written");
    seen.written = NOON.minusSeconds(31);
    assertEquals(
        "WorkStatusBehind",
        target.observe(workload, Set.of("far")).unseen().get("far").problem().code());
    seen.written = NOON.minusSeconds(29);
    assertEquals(Map.of(), target.observe(workload, Set.of("far")).unseen());
  }

  @Test
  void nothingIsLetGoOnTheWordOfACache() {
    placed();
    seen.blind = true;
    assertEquals(List.of(), target.observe(workload, Set.of("far")).zones());
    assertEquals("Removing", targets.policies("m").left(workload, Set.of()).code());
    assertNull(targets.policies("m").left(workload, Set.of("far")));
    client.resource(seen.work("m", work())).delete();
    assertNull(targets.policies("m").left(workload, Set.of()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,           True,    NamespaceNotOurs",
        "another-hub, True,    NamespaceNotOurs",
        "uid-hub,     False,   -",
        "uid-hub,     Unknown, -",
      })
  void nothingIsBroughtToANamespaceOfSomebodyElse(String home, String found, String code) {
    decided(2, null);
    namespaceIsOf(home, found);
    Ensured ensured = decided(2, null);
    assertEquals(code, ensured.problem() == null ? null : ensured.problem().code());
    assertNull(seen.work("m", work()));
    if (code != null) {
      assertTrue(
          ensured
              .problem()
              .message()
              .contains("label it there with placement.bleu.cloud/home=uid-hub"));
    }
  }

  @Test
  void whatSomebodyElseHasSetInTheClusterIsNotForced() {
    String work = Serialization.asJson(placed());
    assertTrue(work.contains("\"force\":false"), work);
    assertFalse(work.contains("\"force\":true"), work);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PersistentVolumeClaim", "Role", "RoleBinding"})
  void whatHoldsDataOrGivesRightsDoesNotGoAlong(String kind) {
    workload = workload(kind, "data");
    decided(2, null);
    assertNull(seen.work("m", ManifestWork.ofNamespace("shop")));
    assertEquals("CompanionNotCarried", decided(2, null).problem().code());
    assertEquals(
        "CompanionNotCarried",
        target.observe(workload, Set.of("far")).obstacles().get("far").code());
  }

  @Test
  void noNumberCountsOfAClusterThatIsAwayAndWhatIsAskedOfItIsAskedAtOnce() {
    GenericKubernetesResource work = placed();
    reports(ManifestWork.template(work), 2, 3, 2);
    seen.reach = AWAY;
    TargetObservation away = target.observe(workload, Set.of("far"));
    assertEquals(0, away.zones().get(0).available());
    assertEquals(2, away.zones().get(0).assured());
    assertEquals("TargetUnreachable", away.unseen().get("far").problem().code());
    assertEquals(Ensured.WRITTEN, target.ensure(workload, new Absence(standing())));
    assertNull(seen.work("m", work()));
    assertEquals(Ensured.Result.REFUSED, decided(2, null).result(), "nothing new is brought there");
  }

  @Test
  void whatTheAgentCannotApplyIsToldInItsWords() {
    GenericKubernetesResource work = placed();
    status(
        work(),
        Map.of(
            "conditions",
            List.of(applied("False", work.getMetadata().getGeneration(), "Failed to apply")),
            "resourceStatus",
            Map.of(
                "manifests",
                List.of(
                    Map.of(
                        "conditions",
                        List.of(applied("False", 0, "exceeded quota: small")),
                        "resourceMeta",
                        Map.of("ordinal", 1, "kind", "Deployment", "name", "web"))))));
    TargetObservation refused = target.observe(workload, Set.of("far"));
    assertEquals("DeliveryRefused", refused.unseen().get("far").problem().code());
    assertTrue(
        refused.unseen().get("far").problem().message().contains("exceeded quota: small"),
        refused.unseen().toString());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, NameConflict", "another-hub, NameConflict"})
  void workOfSomebodyElseIsNotTouched(String home, String code) {
    placed();
    client.resource(seen.work("m", work())).delete();
    GenericKubernetesResource theirs =
        Serialization.unmarshal(
            """
            apiVersion: work.open-cluster-management.io/v1
            kind: ManifestWork
            metadata: {name: %s, namespace: m, labels: {placement.bleu.cloud/home: "%s"}}
            spec: {workload: {manifests: []}}
            """
                .formatted(work(), home == null ? "" : home),
            GenericKubernetesResource.class);
    String version = client.resource(theirs).create().getMetadata().getResourceVersion();
    assertEquals(code, decided(2, null).problem().code());
    assertEquals(version, seen.work("m", work()).getMetadata().getResourceVersion());
  }

  @Test
  void newerVersionIsNotWrittenOver() {
    placed();
    ZoneObservation before = standing();
    client
        .resource(seen.work("m", work()))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertEquals(Ensured.STALE, target.ensure(workload, new StandingManifest(before, 1)));
    assertEquals(Ensured.STALE, decided(1, before));
    assertEquals(2, ManifestWork.replicas(seen.work("m", work())));
  }

  @Test
  void whatGoesAlongIsKeptEqual() {
    placed();
    assertTrue(target.holds(manifest(2), standing()));
    config("two");
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertTrue(target.holds(manifest(2), standing()));
    client.configMaps().inNamespace("shop").withName("config").delete();
    assertTrue(target.holds(manifest(2), standing()), "what stands suffices");
    assertEquals(List.of("CompanionMissing ConfigMap config"), unread());
  }

  @Test
  void whatIsTakenOutOfACompanionGoesFromTheWork() {
    config("config", Map.of("key", "one", "revoked", "hunter2"));
    placed();
    config("config", Map.of("key", "one"));
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertEquals(Map.of("key", "one"), data("config"));
    assertTrue(target.holds(manifest(2), standing()));
    config("config", Map.of());
    assertFalse(target.holds(manifest(2), standing()), "all of it is taken out");
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertNull(data("config"));
    assertTrue(target.holds(manifest(2), standing()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hostNetwork\":true,",
        "{\"serviceAccountName\":\"admin\",",
        "{\"initContainers\":[{\"name\":\"more\",\"image\":\"more\"}],",
        "{\"volumes\":[{\"name\":\"all\",\"hostPath\":{\"path\":\"/\"}}],",
      })
  void whatSomebodyAddsToAManifestGoes(String addition) {
    placed();
    edit("{\"containers\":", addition + "\"containers\":");
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertFalse(Serialization.asJson(seen.work("m", work())).contains(addition.substring(1)));
    assertTrue(target.holds(manifest(2), standing()));
  }

  @Test
  void manifestThatSomebodyAddsGoes() {
    placed();
    edit(
        "\"manifests\":[",
        "\"manifests\":[{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":"
            + "{\"name\":\"more\",\"namespace\":\"shop\"}},");
    assertNotNull(carried("ServiceAccount", "more"));
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertNull(carried("ServiceAccount", "more"));
  }

  @Test
  void howManifestsAreAppliedIsAsItWasAsked() {
    placed();
    edit(
        "\"manifestConfigs\":[{",
        "\"manifestConfigs\":[{\"conditionRules\":[{\"type\":\"WellKnownConditions\","
            + "\"condition\":\"Complete\"}],");
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertTrue(target.holds(manifest(2), standing()), "what the server completes is no change");
  }

  @Test
  void whatWasAddedToTheWorkOfTheNamespaceGoesWithTheNextWrite() {
    decided(2, null);
    GenericKubernetesResource asked = seen.work("m", ManifestWork.ofNamespace("shop"));
    edit(asked, "\"labels\":{\"placement", "\"labels\":{\"more\":\"1\",\"placement");
    assertEquals(Ensured.Result.UNDER_WAY, decided(2, null).result());
    assertEquals(
        asked.getAdditionalProperties().get("spec"),
        seen.work("m", ManifestWork.ofNamespace("shop")).getAdditionalProperties().get("spec"));
  }

  /** Somebody edits the work of the workload by hand. */
  private void edit(String part, String instead) {
    edit(seen.work("m", work()), part, instead);
  }

  private void edit(GenericKubernetesResource work, String part, String instead) {
    String spec = Serialization.asJson(work.get("spec"));
    assertTrue(spec.contains(part), spec);
    client
        .resource(work)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":" + spec.replace(part, instead) + "}");
  }

  @Test
  void companionThatCannotBeReadHoldsUpNoOther() {
    companions(List.of("config", "gone", "unreadable"), "config", "gone");
    config("gone", Map.of("a", "b"));
    config("unreadable", Map.of("c", "d"));
    placed();
    client.configMaps().inNamespace("shop").withName("gone").delete();
    client.configMaps().inNamespace("shop").withName("unreadable").delete();
    assertTrue(target.holds(manifest(2), standing()));
    config("two");
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertEquals(Map.of("key", "two"), data("config"));
    assertEquals(Map.of("a", "b"), data("gone"), "it stays as it stands");
    assertTrue(target.holds(manifest(2), standing()));
    assertEquals(
        List.of("CompanionMissing ConfigMap gone", "CompanionMissing ConfigMap unreadable"),
        unread());
  }

  @Test
  void nothingIsBroughtThatMentionsACompanionThatIsNowhere() {
    companions(List.of("config", "nowhere"), "config", "nowhere");
    decided(2, null);
    namespaceIsOf("uid-hub", "True");
    assertEquals("CompanionMissing", decided(2, null).problem().code());
    assertNull(seen.work("m", work()));

    companions(List.of("config", "nowhere"), "config");
    assertEquals(Ensured.WRITTEN, decided(2, null), "no pod waits for it");
    String before = Serialization.asJson(carried("Deployment", manifest(2).name()));
    assertTrue(before.contains("carried-by"), "a Secret that leads there knows it by that");
    companions(List.of("config", "nowhere"), "config", "nowhere");
    config("two");
    Ensured ensured = decided(3, standing());
    assertEquals(Ensured.Result.WRITTEN, ensured.result());
    assertEquals("CompanionMissing", ensured.problem().code());
    assertTrue(ensured.problem().message().startsWith("zone far: ConfigMap nowhere"));
    assertEquals(Map.of("key", "two"), data("config"), "others do not wait");
    assertEquals(before, Serialization.asJson(carried("Deployment", manifest(2).name())));
    assertEquals(Ensured.Result.REFUSED, decided(3, standing()).result());
    config("nowhere", Map.of("a", "b"));
    assertEquals(Ensured.WRITTEN, decided(3, standing()));
    assertEquals(Map.of("a", "b"), data("nowhere"));
    assertEquals(3, ManifestWork.replicas(seen.work("m", work())));
  }

  @Test
  void workThatWasChangedByHandIsWrittenAgain() {
    placed();
    GenericKubernetesResource work = seen.work("m", work());
    client
        .resource(work)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"workload\":{\"manifests\":[]}}}");
    assertFalse(target.holds(manifest(2), standing()));
    assertEquals(Ensured.WRITTEN, decided(2, standing()));
    assertEquals(2, ManifestWork.replicas(seen.work("m", work())));
  }

  @Test
  void nothingIsWrittenBeforeTheWorkloadIsHeld() {
    workload.getMetadata().setFinalizers(List.of());
    assertEquals("DeliveryRefused", decided(2, null).problem().code());
    workload.getMetadata().setFinalizers(List.of("uid-other.elsewhere.placement.bleu.cloud/far"));
    assertEquals("DeliveryRefused", decided(2, null).problem().code());
    assertEquals(List.of(), seen.works("m", "shop", "web"));
    assertNull(seen.work("m", ManifestWork.ofNamespace("shop")));
  }

  @Test
  void moreThanAWorkTakesIsSaid() {
    placed();
    config("x".repeat(ManifestWork.MOST_BYTES));
    assertEquals("WorkTooLarge", decided(2, standing()).problem().code());
  }

  @Test
  void statefulSetIsNotCarried() {
    workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: db, namespace: shop, uid: uid-db}
            spec:
              dataClasses: [Ordinary]
              workload: {statefulSet: {serviceName: db, template: {spec: {containers: []}}}}
            """,
            BleuWorkload.class);
    assertEquals(
        "StatefulSetNotCarried",
        target.observe(workload, Set.of("far")).obstacles().get("far").code());
  }
}
