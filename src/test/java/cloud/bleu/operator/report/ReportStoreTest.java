package cloud.bleu.operator.report;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.openreports.NamespaceReport;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Reports as a watch shows them that may not list at first. */
@Tag("wiring")
class ReportStoreTest {

  private static final String LABELLED =
      "{name: bleu-placement, namespace: %s, labels: {app.kubernetes.io/managed-by: bleu}}";

  private static final NamespaceReport REPORT =
      new NamespaceReport(Map.of("source", "bleu"), "closing", 0);

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The right is given while it runs: no restart is needed. */
  @Test
  void rightThatIsGrantedLaterIsUsedWithoutARestart(@TempDir Path folder) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    Fault forbidden =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.about("reports") && asked.incrementAndGet() < 3
                ? Answer.status(403, "Forbidden")
                : null;
          }
        };
    Path kubeconfig = folder.resolve("kubeconfig");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()))) {
      server.writeKubeconfig(kubeconfig);
      try (FaultProxy proxy =
              new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), forbidden);
          KubernetesClient later = proxy.client();
          ReportStore store = new ReportStore(later, told::incrementAndGet)) {
        store.watch();
        await().atMost(SOON).until(() -> store.isWatched() && told.get() > 0);
      }
    }
  }

  /** Whoever may edit it could else have it left alone as somebody else's. */
  @Test
  void whatThisProcessWroteIsOursWhateverItsLabelSays() throws IOException {
    NamespaceReport report = new NamespaceReport(Map.of("source", "bleu"), "closing", 0);
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = PatientClients.of(server);
        ReportStore store = new ReportStore(client, () -> {})) {
      store.watch();
      await().atMost(SOON).until(store::isWatched);
      store.apply("shop", report);
      String written = store.live("shop");
      for (String label : List.of("them", "")) {
        reports(client, "shop")
            .edit(
                object -> {
                  object
                      .getMetadata()
                      .setLabels(
                          label.isEmpty()
                              ? Map.of()
                              : Map.of("app.kubernetes.io/managed-by", label));
                  return object;
                });
        await("the edit is seen").atMost(SOON).until(() -> !store.live("shop").equals(written));
        assertEquals(Set.of("shop"), store.namespaces());
        store.apply("shop", report);
        assertEquals(
            Map.of("app.kubernetes.io/managed-by", "bleu"),
            reports(client, "shop").get().getMetadata().getLabels());
        await("and mended").atMost(SOON).until(() -> store.live("shop").equals(written));
      }
    }
  }

  /** It was deleted, and is somebody else's by now, before the watch tells: both are left alone. */
  @Test
  void whatHasItsNameByNowIsLeftAlone(@TempDir Path folder) throws IOException {
    List<String> deletes = new CopyOnWriteArrayList<>();
    AtomicReference<@Nullable KubernetesClient> direct = new AtomicReference<>();
    Fault uids =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            if (request.method().equals("DELETE")) {
              deletes.add(body);
              return Answer.status(409, "Conflict");
            }
            String named =
                request.method().equals("PATCH")
                    ? Serialization.unmarshal(body, GenericKubernetesResource.class)
                        .getMetadata()
                        .getUid()
                    : null;
            String namespace = request.path().contains("/gone/") ? "gone" : "shop";
            GenericKubernetesResource live =
                named == null ? null : reports(direct.get(), namespace).get();
            // As Kubernetes 1.36 answers.
            return named == null || live != null && named.equals(live.getMetadata().getUid())
                ? null
                : live == null
                    ? Answer.status(409, "Conflict")
                    : Answer.json(
                        422,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":422,\"reason\":\"Invalid\",\"message\":\"metadata.uid:"
                            + " field is immutable\","
                            + "\"details\":{\"causes\":[{\"field\":\"metadata.uid\"}]}}");
          }
        };
    AtomicInteger told = new AtomicInteger();
    NamespaceReport report = new NamespaceReport(Map.of("source", "bleu"), "closing", 0);
    NamespaceReport other = new NamespaceReport(Map.of("source", "bleu"), "another", 0);
    Path kubeconfig = folder.resolve("kubeconfig");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient admin = PatientClients.of(server)) {
      direct.set(admin);
      server.writeKubeconfig(kubeconfig);
      try (FaultProxy proxy =
              new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), uids);
          KubernetesClient client = proxy.client();
          ReportStore store = new ReportStore(client, told::incrementAndGet)) {
        store.apply("shop", report);
        String uid = reports(admin, "shop").get().getMetadata().getUid();
        reports(admin, "shop").delete();
        GenericKubernetesResource theirs = create(admin, "{name: bleu-placement, namespace: shop}");
        store.apply("shop", other);
        assertEquals(theirs, reports(admin, "shop").get());
        assertEquals(Set.of(), store.namespaces());
        assertEquals(1, told.get(), "it is looked at anew");

        store.apply("gone", report);
        reports(admin, "gone").delete();
        store.apply("gone", other);
        assertEquals(Set.of(), store.namespaces());
        assertEquals(2, told.get());
        store.apply("gone", other);
        assertEquals(Set.of("gone"), store.namespaces(), "it is written anew");
        String now = reports(admin, "gone").get().getMetadata().getUid();
        store.delete("gone");
        assertEquals(Set.of(), store.namespaces());
        assertEquals(1, deletes.size());
        assertTrue(deletes.get(0).contains("\"uid\":\"" + now + "\""), deletes.get(0));
        assertNotEquals(uid, now);
        store.delete("gone");
        assertEquals(1, deletes.size(), "there is none of ours");
      }
    }
  }

  /** What a process before wrote: by its label, or by what our manager applied. */
  @Test
  void whatAProcessBeforeWroteIsKnown() throws IOException {
    List<String> objects =
        List.of(
            LABELLED.formatted("label"),
            "{name: bleu-placement, namespace: fields, managedFields: [{manager: x, operation:"
                + " Apply}, {manager: bleu-report, operation: Apply}]}",
            "{name: bleu-placement, namespace: theirs, labels: {app.kubernetes.io/managed-by: x},"
                + " managedFields: [{manager: x, operation: Apply}]}",
            "{name: bleu-placement, namespace: edited, managedFields: [{manager: bleu-report,"
                + " operation: Update}]}",
            "{name: bleu-placement, namespace: bare}");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = PatientClients.of(server);
        ReportStore store = new ReportStore(client, () -> {})) {
      objects.forEach(metadata -> create(client, metadata));
      store.watch();
      await("they are seen")
          .atMost(SOON)
          .until(() -> store.isWatched() && store.namespaces().equals(Set.of("label", "fields")));
      create(client, LABELLED.formatted("last"));
      await("what came before it is seen by then")
          .atMost(SOON)
          .until(() -> store.namespaces().contains("last"));
      assertEquals(Set.of("label", "fields", "last"), store.namespaces());

      // Nothing of them need be in conflict with what would be written.
      for (String namespace : List.of("theirs", "edited", "bare")) {
        GenericKubernetesResource there = reports(client, namespace).get();
        assertFalse(store.apply(namespace, REPORT));
        assertEquals(there, reports(client, namespace).get());
      }
      assertEquals(Set.of("label", "fields", "last"), store.namespaces());
      reports(client, "bare").delete();
      await("it is gone").atMost(SOON).until(() -> store.apply("bare", REPORT));
      assertEquals(Set.of("bare", "label", "fields", "last"), store.namespaces());
    }
  }

  /** Somebody else's came just now, and is gone again: it is no reason not to try again. */
  @Test
  void whatIsInConflictIsTriedAgain(@TempDir Path folder) throws IOException {
    AtomicInteger created = new AtomicInteger();
    Fault conflict =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.method().equals("POST") && created.incrementAndGet() == 1
                ? Answer.status(409, "Conflict")
                : null;
          }
        };
    Path kubeconfig = folder.resolve("kubeconfig");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()))) {
      server.writeKubeconfig(kubeconfig);
      try (FaultProxy proxy =
              new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), conflict);
          KubernetesClient client = proxy.client();
          ReportStore store = new ReportStore(client, () -> {})) {
        assertThrows(KubernetesClientException.class, () -> store.apply("shop", REPORT));
        assertEquals(Set.of(), store.namespaces());
        assertTrue(store.apply("shop", REPORT));
        assertEquals(Set.of("shop"), store.namespaces());
      }
    }
  }

  /** Nothing is written to it at any time, also where nothing says who made it. */
  @ParameterizedTest
  @ValueSource(strings = {"", ", managedFields: [{manager: them, operation: Update}]"})
  void somebodyElsesOfWhichNoWatchHasToldIsNotTouched(String more) throws IOException {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = PatientClients.of(server);
        ReportStore store = new ReportStore(client, () -> {})) {
      create(client, "{name: bleu-placement, namespace: shop, labels: {team: a}" + more + "}");
      GenericKubernetesResource theirs = reports(client, "shop").get();
      for (int i = 0; i < 2; i++) {
        assertFalse(store.apply("shop", REPORT));
        assertEquals(theirs, reports(client, "shop").get(), "in its version");
        assertEquals(Set.of(), store.namespaces());
      }
      store.delete("shop");
      assertEquals(theirs, reports(client, "shop").get());
      reports(client, "shop").delete();
      assertTrue(store.apply("shop", REPORT), "no watch need tell that it is gone");
      assertEquals(Set.of("shop"), store.namespaces());
    }
  }

  /** What is told late of an object before is nothing of the one that has its name by now. */
  @Test
  void whatIsToldLateOfAnotherObjectIsNotTaken() throws IOException {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = PatientClients.of(server);
        ReportStore store = new ReportStore(client, () -> {})) {
      GenericKubernetesResource before = create(client, LABELLED.formatted("shop"));
      GenericKubernetesResource theirs = create(client, LABELLED.formatted("late"));
      theirs.getMetadata().setLabels(null);
      reports(client, "shop").delete();
      reports(client, "late").delete();
      assertTrue(store.apply("shop", REPORT));
      String written = store.live("shop");
      store.seen(before, true);
      assertEquals(written, store.live("shop"), "gone is another one");

      assertTrue(store.apply("late", REPORT));
      store.seen(theirs, false);
      store.seen(theirs, true);
      GenericKubernetesResource ours = reports(client, "late").get();
      assertTrue(store.apply("late", REPORT));
      assertEquals(
          ours.getMetadata().getUid(), reports(client, "late").get().getMetadata().getUid());
      assertEquals(Set.of("late", "shop"), store.namespaces());
    }
  }

  /** Whose label and managers somebody takes from it before the answer to the next write. */
  @Test
  void whatThisProcessCreatedIsOursAlsoWhereNothingSaysSo() throws IOException {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of(crd()));
        KubernetesClient client = PatientClients.of(server);
        ReportStore store = new ReportStore(client, () -> {})) {
      assertTrue(store.apply("shop", REPORT));
      GenericKubernetesResource bare = reports(client, "shop").get();
      store.seen(bare, true);
      assertEquals(Set.of(), store.namespaces());
      bare.getMetadata().setLabels(Map.of("team", "a"));
      bare.getMetadata().setManagedFields(List.of());
      client.resource(bare).update();
      assertTrue(store.apply("shop", REPORT));
      assertEquals(Set.of("shop"), store.namespaces());
    }
  }

  private static GenericKubernetesResource create(KubernetesClient client, String metadata) {
    return client
        .resource(
            Serialization.unmarshal(
                "apiVersion: openreports.io/v1alpha1\nkind: Report\nmetadata: " + metadata,
                GenericKubernetesResource.class))
        .create();
  }

  private static Resource<GenericKubernetesResource> reports(
      KubernetesClient client, String namespace) {
    return client
        .genericKubernetesResources("openreports.io/v1alpha1", "Report")
        .inNamespace(namespace)
        .withName("bleu-placement");
  }

  private static CustomResourceDefinition crd() throws IOException {
    try (InputStream in = ReportStoreTest.class.getResourceAsStream("/openreports/reports.yaml")) {
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    }
  }
}
