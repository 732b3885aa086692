package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes along with a workload to another cluster, and what its pods lack there. */
@Tag("wiring")
class MemberCompanionsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicLong ahead = new AtomicLong();
  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it answers");
  private volatile Reach reach = REACHED;
  private EmbeddedApiServer hubServer;
  private EmbeddedApiServer memberServer;
  private KubernetesClient hub;
  private KubernetesClient member;
  private MemberQueue queue;
  private MemberCompanions companions;

  private final ServingHub serving = new ServingHub();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private volatile Predicate<Request> refused = request -> false;
  private volatile Predicate<Request> hubRefused = request -> false;
  private FaultProxy memberDoor;
  private FaultProxy hubDoor;
  private KubernetesClient behind;
  private KubernetesClient source;

  /** Notes what is asked, and refuses some of it. */
  private record Door(Queue<Request> requests, Supplier<Predicate<Request>> refused)
      implements Fault {
    @Override
    public Answer instead(Request request) {
      requests.add(request);
      return refused.get().test(request) ? Answer.status(403, "Forbidden") : null;
    }
  }

  @BeforeEach
  void start() {
    hubServer = EmbeddedApiServer.start(ProjectCrds.all());
    memberServer = EmbeddedApiServer.start(ProjectCrds.all());
    hub = PatientClients.of(hubServer);
    member = PatientClients.of(memberServer);
    memberDoor = new FaultProxy(member.getConfiguration(), new Door(requests, () -> refused));
    hubDoor = new FaultProxy(hub.getConfiguration(), new Door(requests, () -> hubRefused));
    behind = memberDoor.clientWithoutRetries();
    source = hubDoor.client();
    queue =
        new MemberQueue(
            "m",
            new MemberQueue.Listener() {
              @Override
              public void answered(String namespace, String workload) {
                answers.incrementAndGet();
              }

              @Override
              public void silent() {
                throw new AssertionError("both servers answer");
              }

              @Override
              public boolean isReached() {
                return true;
              }
            },
            ahead::get,
            () -> Duration.ZERO);
    companions =
        new MemberCompanions(
            serving,
            new ClusterCompanions(behind, new ClusterWriter(behind), "home"),
            new MemberServer(
                member,
                () -> new ListedObjects(member, "shop"),
                "home",
                () -> reach,
                () -> "member",
                UndoneEdits.UNTOLD),
            new CompanionSource(source),
            new MemberNamespaces(member, "home", name -> Map.of()),
            queue);
  }

  @AfterEach
  void stop() {
    queue.close();
    behind.close();
    source.close();
    memberDoor.close();
    hubDoor.close();
    hub.close();
    member.close();
    hubServer.close();
    memberServer.close();
  }

  private static BleuWorkload workload(String companions, String pod) {
    return Serialization.unmarshal(
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: web,"
            + " namespace: shop, uid: u, finalizers: ["
            + HeldZones.finalizer("a", "member")
            + "]}, spec: {workload: {companions: ["
            + companions
            + "], deployment: {template: {spec: {containers: [{name: c, image: i"
            + pod
            + "}]}}}}}}",
        BleuWorkload.class);
  }

  private static final String CONFIG = "{kind: ConfigMap, name: config}";

  private static ZoneManifest manifest(BleuWorkload workload) {
    try {
      return new ChildFactory(workload, null)
          .children(List.of(new Assignment("a", 1, null, null)), Map.of("a", Map.of()))
          .get(0);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(KubernetesClient client, String value) {
    ConfigMap config =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("config")
            .endMetadata()
            .addToData("k", value)
            .build();
    client.resource(config).createOr(c -> c.update());
  }

  private ConfigMap there() {
    return member.configMaps().inNamespace("shop").withName("config").get();
  }

  private List<DeliveryProblem> ensured(BleuWorkload workload) {
    List<DeliveryProblem> problems = new ArrayList<>();
    serving.tell(workload);
    companions.ensure(workload, problems);
    await().atMost(SOON).until(() -> !queue.isBusy(workload));
    return problems;
  }

  private void looked(BleuWorkload workload) {
    ahead.addAndGet(MemberQueue.AGAIN.plusSeconds(1).toNanos());
    companions.look();
    await().atMost(SOON).until(() -> !queue.isBusy(workload));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                     | ''                              | ''     | ''
          , envFrom: [{configMapRef: {name: config}}]            | ''                              | ''     | zone a: ConfigMap config, which the template mentions in containers[c].envFrom, is not in namespace shop of that cluster and is no companion: name it in spec.workload.companions, or create it there
          , envFrom: [{configMapRef: {name: config}}]            | ''                              | hub    | zone a: ConfigMap config, which the template mentions in containers[c].envFrom, is not in namespace shop of that cluster and is no companion: name it in spec.workload.companions, or create it there
          , envFrom: [{configMapRef: {name: config}}]            | ''                              | member | ''
          , envFrom: [{configMapRef: {name: config, optional: true}}] | ''                         | ''     | ''
          , envFrom: [{configMapRef: {name: config}}]            | {kind: ConfigMap, name: config} | hub    | ''
          , envFrom: [{configMapRef: {name: config}}]            | {kind: ConfigMap, name: config} | ''     | zone a: ConfigMap config of namespace shop is a companion of the workload and does not exist: create it, or take it out of spec.workload.companions
          ''                                                     | {kind: ConfigMap, name: config} | ''     | zone a: ConfigMap config of namespace shop is a companion of the workload and does not exist: create it, or take it out of spec.workload.companions
          , envFrom: [{secretRef: {name: config}}]               | {kind: ConfigMap, name: config} | hub    | zone a: Secret config, which the template mentions in containers[c].envFrom, is not in namespace shop of that cluster and is no companion: name it in spec.workload.companions, or create it there
          """)
  void saysWhatPodsLack(String pod, String listed, String where, String said) {
    if (!where.isEmpty()) {
      write(where.equals("hub") ? hub : member, "v");
    }
    BleuWorkload workload = workload(listed, pod);
    DeliveryProblem lacking = companions.lacking(workload, manifest(workload));
    assertEquals(said, lacking == null ? "" : lacking.message());
    assertTrue(lacking == null || lacking.code().equals("CompanionMissing"));
  }

  @Test
  void claimOfATemplateIsLookedForToo() {
    BleuWorkload workload =
        workload("", "}], volumes: [{name: v, persistentVolumeClaim: {claimName: data}");
    DeliveryProblem lacking = companions.lacking(workload, manifest(workload));
    assertTrue(lacking.message().startsWith("zone a: PersistentVolumeClaim data, which"));
  }

  @Test
  void nothingIsAskedOfAWorkloadWithoutCompanions() {
    BleuWorkload workload = workload("", "");
    assertEquals(List.of(), ensured(workload));
    assertEquals(0, answers.get());
    assertNull(member.namespaces().withName("shop").get());
  }

  @Test
  void companionIsBroughtAndFollowed() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    assertEquals(Map.of("k", "one"), there().getData());

    String version = there().getMetadata().getResourceVersion();
    looked(workload);
    assertEquals(version, there().getMetadata().getResourceVersion(), "nothing to write");

    write(hub, "two");
    looked(workload);
    assertEquals(Map.of("k", "two"), there().getData());

    member.configMaps().inNamespace("shop").withName("config").delete();
    looked(workload);
    assertEquals(Map.of("k", "two"), there().getData());
  }

  @Test
  void oneThatIsMissingKeepsNoOtherAndIsSaidUntilItIsThere() {
    write(hub, "one");
    BleuWorkload workload = workload("{kind: Secret, name: none}, " + CONFIG, "");
    ensured(workload);
    assertNotNull(there());
    assertEquals("CompanionMissing", ensured(workload).get(0).code());

    hub.resource(
            Serialization.<io.fabric8.kubernetes.api.model.Secret>unmarshal(
                "---\n{apiVersion: v1, kind: Secret, metadata: {name: none, namespace: shop}}"))
        .create();
    looked(workload);
    assertEquals(List.of(), ensured(workload));
  }

  @Test
  void sourceThatIsDeletedIsSaidAndItsCopyStays() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    hub.configMaps().inNamespace("shop").withName("config").delete();
    looked(workload);
    assertEquals("CompanionMissing", ensured(workload).get(0).code());
    assertNotNull(there());
  }

  @Test
  void whatIsNoCompanionAnyMoreIsRemoved() {
    write(hub, "one");
    ensured(workload(CONFIG, ""));
    ensured(workload("", ""));
    assertNull(there());
  }

  @Test
  void whatIsNoCompanionAnyMoreStaysForPodsThatMentionIt() {
    write(hub, "one");
    BleuWorkload before = workload(CONFIG, ", envFrom: [{configMapRef: {name: config}}]");
    ensured(before);
    child(before, 1);
    BleuWorkload after = workload("", "");
    ensured(after);
    assertNotNull(there());
    member.resource(manifest(before).object()).delete();
    child(after, 0);
    looked(after);
    assertNotNull(there(), "the pods of the template before may stand yet");
    member.resource(manifest(after).object()).delete();
    child(after, 1);
    looked(after);
    assertNull(there());
  }

  private void child(BleuWorkload workload, int updated) {
    Deployment child = (Deployment) manifest(workload).object();
    child.getSpec().setReplicas(1);
    child.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(1L)
            .withReplicas(1)
            .withUpdatedReplicas(updated)
            .build());
    member.resource(child).create();
    member.resource(child).updateStatus();
  }

  @Test
  void wayThatServesNoMoreWritesNothing() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    serving.serves = false;
    write(hub, "two");
    looked(workload);
    assertEquals(Map.of("k", "one"), there().getData());
    serving.serves = true;
    looked(workload);
    assertEquals(Map.of("k", "one"), there().getData(), "until it is delivered by this way");
    ensured(workload);
    assertEquals(Map.of("k", "two"), there().getData());
  }

  /** What this way saw before the other one served says nothing of what that one wrote. */
  @Test
  void whatAnotherWayBroughtIsTakenAwayByThisOne() {
    write(hub, "one");
    BleuWorkload without = workload("", "");
    ensured(without);
    looked(without);
    serving.serves = false;
    looked(without);
    ConfigMap config = hub.configMaps().inNamespace("shop").withName("config").get();
    assertNull(
        new ClusterCompanions(member, new ClusterWriter(member), "home")
            .ensure(workload(CONFIG, ""), config));
    assertNotNull(there());
    serving.serves = true;
    ensured(without);
    looked(without);
    assertNull(there());
  }

  @Test
  void whatHasLeftTheClusterIsNotWrittenAgain() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    BleuWorkload moved = workload(CONFIG, "");
    moved.getMetadata().setFinalizers(List.of());
    serving.tell(moved);
    member.configMaps().inNamespace("shop").withName("config").delete();
    looked(workload);
    assertNull(there());
  }

  private static boolean lists(Request request) {
    return request.method().equals("GET") && request.query().contains("labelSelector");
  }

  @Test
  void whatMayNotBeListedIsNotTakenForGone() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    refused = request -> lists(request) && request.about("configmaps");
    looked(workload);
    List<DeliveryProblem> problems = new ArrayList<>();
    companions.withdraw(workload, problems);
    assertEquals("DeliveryRefused", problems.get(0).code());
    assertTrue(problems.get(0).message().contains("list configmaps"), problems.get(0).message());
    assertTrue(companions.mayStand(workload));
    refused = request -> false;
    problems.clear();
    companions.withdraw(workload, problems);
    assertEquals(List.of(), problems);
    assertNull(there());
  }

  @Test
  void whoHasNoCompanionsWaitsForNoRight() {
    refused = MemberCompanionsTest::lists;
    assertEquals("DeliveryRefused", companions.left(workload(CONFIG, "")).code());
    assertNull(companions.left(workload("", "")));
  }

  @Test
  void copiesAreListedWithoutWhatTheyHold() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    looked(workload);
    List<Request> lists = requests.stream().filter(MemberCompanionsTest::lists).toList();
    assertTrue(lists.size() >= 16, lists.toString());
    for (Request list : lists) {
      assertTrue(
          String.valueOf(list.headers().get("accept")).contains("as=PartialObjectMetadataList"),
          list + " " + list.headers());
      assertTrue(list.query().contains("limit="), list.query());
    }
  }

  @Test
  void comparisonThatDoesNotComeAboutIsSaid() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    assertEquals(List.of(), ensured(workload));
    memberDoor.fault(
        new Fault() {
          @Override
          public Answer instead(Request request) {
            return lists(request) ? Answer.status(500, "InternalError") : null;
          }
        });
    looked(workload);
    assertEquals(List.of(), ensured(workload), "the next one may");
    ahead.addAndGet(Duration.ofMinutes(2).toNanos());
    int before = answers.get();
    looked(workload);
    // A moment after it is no longer busy.
    await("whoever has it delivered is told").atMost(SOON).until(() -> answers.get() > before);
    assertEquals("CompanionsNotCompared", ensured(workload).get(0).code());
    memberDoor.fault(Fault.NONE);
    looked(workload);
    assertEquals(List.of(), ensured(workload));
  }

  private static BleuWorkload named(String name) {
    BleuWorkload workload = workload("{kind: ConfigMap, name: " + name + "}", "");
    workload.getMetadata().setName(name);
    return workload;
  }

  private static void write(KubernetesClient client, String name, String value) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .addToData("k", value)
                .build())
        .createOr(c -> c.update());
  }

  private List<BleuWorkload> brought(String... names) {
    List<BleuWorkload> workloads = new ArrayList<>();
    for (String name : names) {
      write(hub, name, "one");
      workloads.add(named(name));
      assertEquals(List.of(), ensured(named(name)));
    }
    return workloads;
  }

  private String value(String name) {
    return member.configMaps().inNamespace("shop").withName(name).get().getData().get("k");
  }

  private static boolean reads(Request request, String name) {
    return request.method().equals("GET") && request.path().endsWith("/configmaps/" + name);
  }

  /** Looks at each request, and answers some of them. */
  private record During(Function<Request, Answer> reader) implements Fault {
    @Override
    public Answer instead(Request request) {
      return reader.apply(request);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void oneThatCannotBeComparedKeepsNoOtherFromBeingCompared(String broken) {
    List<BleuWorkload> all = brought("a", "b", "c");
    all.forEach(workload -> write(hub, workload.getMetadata().getName(), "two"));
    memberDoor.fault(
        new During(request -> reads(request, broken) ? Answer.status(500, "InternalError") : null));
    ahead.addAndGet(Duration.ofMinutes(2).toNanos());
    companions.look();
    for (BleuWorkload workload : all) {
      await().atMost(SOON).until(() -> !queue.isBusy(workload));
      String name = workload.getMetadata().getName();
      List<DeliveryProblem> said = new ArrayList<>();
      companions.ensure(workload, said);
      assertEquals(
          name.equals(broken),
          said.stream().anyMatch(p -> p.code().equals("CompanionsNotCompared")),
          name + " " + said);
      assertEquals(name.equals(broken) ? "one" : "two", value(name));
    }
  }

  @Test
  void slowComparisonIsSaidWhileItLasts() {
    List<BleuWorkload> all = brought("a", "b", "c");
    AtomicInteger reads = new AtomicInteger();
    List<String> said = new ArrayList<>();
    memberDoor.fault(
        new During(
            request -> {
              if (all.stream().anyMatch(w -> reads(request, w.getMetadata().getName()))
                  && reads.incrementAndGet() == 1) {
                ahead.addAndGet(Duration.ofMinutes(2).toNanos());
                for (BleuWorkload workload : all) {
                  List<DeliveryProblem> problems = new ArrayList<>();
                  companions.ensure(workload, problems);
                  problems.forEach(p -> said.add(p.code()));
                }
              }
              return null;
            }));
    companions.look();
    assertEquals(List.of(), said.stream().filter(c -> !c.equals("CompanionsNotCompared")).toList());
    assertEquals(3, said.size());
    await("whoever said it is told that it is over").atMost(SOON).until(() -> answers.get() >= 3);
    all.forEach(workload -> assertEquals(List.of(), ensured(workload)));
  }

  @Test
  void whoWaitsBehindASlowComparisonIsTold() {
    List<BleuWorkload> all = brought("a", "b", "c");
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    int before = answers.get();
    memberDoor.fault(
        new During(
            request -> {
              if (all.stream().anyMatch(w -> reads(request, w.getMetadata().getName()))) {
                ahead.addAndGet(Duration.ofSeconds(40).toNanos());
                if (reads.incrementAndGet() == 3) {
                  await().atMost(SOON).until(() -> answers.get() > before);
                  told.incrementAndGet();
                }
              }
              return null;
            }));
    companions.look();
    assertEquals(1, told.get());
  }

  @Test
  void clusterThatFailsEachReadEndsTheComparisonBeforeLong() {
    List<BleuWorkload> all = brought("a", "b", "c", "d");
    AtomicInteger reads = new AtomicInteger();
    memberDoor.fault(
        new During(
            request -> {
              if (all.stream().anyMatch(w -> reads(request, w.getMetadata().getName()))) {
                reads.incrementAndGet();
                ahead.addAndGet(Duration.ofSeconds(10).toNanos());
                return Answer.status(500, "InternalError");
              }
              return null;
            }));
    companions.look();
    assertEquals(2, reads.get());
    companions.look();
    assertEquals(4, reads.get());
    memberDoor.fault(new Door(requests, () -> refused));
    requests.clear();
    companions.look();
    assertTrue(
        all.stream()
            .allMatch(w -> requests.stream().anyMatch(r -> reads(r, w.getMetadata().getName()))));
  }

  @Test
  void whatIsEqualIsReadThereAgainOnceEitherSideChanges() {
    BleuWorkload workload = brought("a").get(0);
    looked(workload);
    requests.clear();
    looked(workload);
    assertEquals(1, requests.stream().filter(r -> reads(r, "a")).count(), "on the hub alone");

    member
        .configMaps()
        .inNamespace("shop")
        .withName("a")
        .edit(c -> new ConfigMapBuilder(c).addToData("k", "other").build());
    looked(workload);
    assertEquals("one", value("a"));
    looked(workload);
    write(hub, "a", "two");
    looked(workload);
    assertEquals("two", value("a"));
  }

  @Test
  void whatWasJustBroughtIsNotReadForEachZone() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, ", envFrom: [{configMapRef: {name: config}}]");
    assertNull(companions.bring(workload, manifest(workload)));
    requests.clear();
    assertNull(companions.bring(workload, manifest(workload)));
    assertEquals(0, requests.size(), requests.toString());
    workload.getMetadata().setGeneration(7L);
    write(hub, "two");
    assertNull(companions.bring(workload, manifest(workload)));
    assertEquals(Map.of("k", "two"), there().getData(), "before the pods of a newer template");
  }

  @Test
  void copySufficesWhereTheSourceCannotBeRead() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    hubRefused = request -> request.about("configmaps");
    assertEquals("CompanionNotRead", companions.bring(workload, manifest(workload)).code());
    assertEquals("CompanionNotRead", companions.lacking(workload, manifest(workload)).code());
    hubRefused = request -> false;
    assertNull(companions.bring(workload, manifest(workload)));
    hubRefused = request -> request.about("configmaps");
    workload.getMetadata().setGeneration(7L);
    assertNull(companions.bring(workload, manifest(workload)));
    assertNull(companions.lacking(workload, manifest(workload)));
  }

  @Test
  void whatIsNoCompanionAnyMoreAfterARestartIsRemoved() {
    write(hub, "one");
    new ClusterCompanions(member, new ClusterWriter(member), "home")
        .ensure(
            workload(CONFIG, ""), hub.configMaps().inNamespace("shop").withName("config").get());
    BleuWorkload workload = workload("", "");
    new MemberNamespaces(member, "home", name -> Map.of()).ensure(workload);
    ensured(workload);
    looked(workload);
    assertNull(there());
  }

  @Test
  void workloadThatRestsIsLeftAsItIs() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    companions.rest(workload);
    write(hub, "two");
    looked(workload);
    assertEquals(Map.of("k", "one"), there().getData());
  }

  @Test
  void clusterThatIsNotReachedIsNotWritten() {
    write(hub, "one");
    reach = new Reach(Reach.State.UNREACHED, Instant.EPOCH, "NoAnswer", "no answer");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    looked(workload);
    assertNull(there());
    reach = REACHED;
    looked(workload);
    assertNotNull(there());
  }

  @Test
  void whatIsLeftIsSaidUntilTheServerHasNone() {
    write(hub, "one");
    BleuWorkload workload = workload(CONFIG, "");
    ensured(workload);
    assertEquals("Removing", companions.left(workload).code());
    member
        .configMaps()
        .inNamespace("shop")
        .withName("config")
        .edit(
            c ->
                new ConfigMapBuilder(c)
                    .editMetadata()
                    .addToFinalizers("a.b/c")
                    .endMetadata()
                    .build());
    List<DeliveryProblem> problems = new ArrayList<>();
    companions.withdraw(workload, problems);
    assertEquals("Removing", problems.get(0).code());
    assertTrue(companions.mayStand(workload));
    member
        .configMaps()
        .inNamespace("shop")
        .withName("config")
        .edit(c -> new ConfigMapBuilder(c).editMetadata().withFinalizers().endMetadata().build());
    problems.clear();
    companions.withdraw(workload, problems);
    assertEquals(List.of(), problems);
    assertEquals(false, companions.mayStand(workload), "it is not asked for again");
    assertNull(companions.left(workload));
    assertNull(there());
  }
}
