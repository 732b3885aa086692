package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the operator alone writes, under the hands of an ordinary user. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordsPlaneTest {

  private static final Set<String> NAMESPACED =
      Set.of("WorkloadPlacement", "PlacementGate", "BleuWorkload", "SovereigntyWaiver");

  private static final Set<String> RECORDS =
      Set.of("WorkloadPlacement", "PlacementGate", "DecisionLedger");

  private static final String DELETE_OPTIONS = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"}";

  private static final Map<String, String> OBJECTS =
      Map.of(
          "WorkloadPlacement",
          object(
              "WorkloadPlacement",
              "web",
              "{workloadRef: {name: web}, assignments: [{zone: fr-a, replicas: 1}]}"),
          "PlacementGate",
          object(
              "PlacementGate",
              "decisions",
              "{sequence: 7, children: {web-fr-a: {workload: web, zone: fr-a}}}"),
          "DecisionLedger",
          object("DecisionLedger", "decisions", "{sequence: 7}"),
          "BleuWorkload",
          object(
              "BleuWorkload",
              "web",
              "{dataClasses: [Ordinary], workload: {deployment: {template: {spec: {containers: [{name: main, image: none}]}}}}}"),
          "CloudProvider",
          object(
              "CloudProvider",
              "acme",
              "{displayName: Acme, offerings: [{name: base, layers: [IaaS], regions: [north]}]}"),
          "SovereigntyPolicy",
          object(
              "SovereigntyPolicy",
              "france",
              "{rules: [{name: location, rule: data-location, action: Warn, parameters: {countries: [FR]}}]}"),
          "ResilienceDrill",
          object("ResilienceDrill", "site-a", "{scope: {site: a}}"),
          "SovereigntyWaiver",
          object(
              "SovereigntyWaiver",
              "late",
              "{policyRef: france, rule: location, workloadRef: {name: web}, reason: r, notBefore: \"2026-11-01T00:00:00Z\","
                  + " expirationTime: \"2026-12-01T00:00:00Z\", requestedBy: bleu-admin}"));

  private static String object(String kind, String name, String spec) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: %s
    metadata: {name: %s}
    spec: %s
    """
        .formatted(kind, name, spec);
  }

  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private KubernetesClient alice;
  private KubernetesClient operator;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      OperatorAccount account,
      @TempDir Path folder) {
    if (shop != null) {
      return;
    }
    this.client = client;
    shop = new GovernedNamespace(plane, client, namespace, folder);
    alice = shop.alice();
    operator = account.client();
  }

  /** The only record of these tests that has a status. */
  @AfterEach
  void clear() {
    if (shop != null) {
      as(operator, "WorkloadPlacement").withName("web").delete();
    }
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      operator.close();
      shop.close();
    }
  }

  @Test
  void recordsAreWrittenByTheOperatorOnly() {
    recordIsWrittenByTheOperatorOnly("WorkloadPlacement", "web", "{\"spec\":{\"assignments\":[]}}");
    recordIsWrittenByTheOperatorOnly(
        "PlacementGate",
        "decisions",
        "{\"spec\":{\"children\":{\"mine\":{\"workload\":\"mine\",\"zone\":\"fr-a\"}}}}");
    recordIsWrittenByTheOperatorOnly("DecisionLedger", "decisions", "{\"spec\":{\"sequence\":8}}");
    // A gate and a ledger have no status: whoever may write one writes all of it.
    for (String kind : List.of("PlacementGate", "DecisionLedger")) {
      KubernetesClientException e =
          assertThrows(
              KubernetesClientException.class,
              () -> as(alice, kind).withName("decisions").subresource("status").patch(MERGE, "{}"),
              kind);
      assertEquals(404, e.getCode(), kind);
    }
  }

  private void recordIsWrittenByTheOperatorOnly(String kind, String name, String edit) {
    HasMetadata object = Serialization.unmarshal(OBJECTS.get(kind));
    Resource<GenericKubernetesResource> record = as(alice, kind).withName(name);
    assertAll(refused(kind, name, "create", () -> alice.resource(object).create()));
    GenericKubernetesResource before = standing(kind);
    assertAll(
        refused(kind, name, "edit", () -> record.patch(MERGE, edit)),
        refused(
            kind,
            name,
            "label",
            () -> record.patch(MERGE, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")),
        refused(
            kind,
            name,
            "hold",
            () -> record.patch(MERGE, "{\"metadata\":{\"finalizers\":[\"example.test/held\"]}}")),
        refused(
            kind,
            name,
            "annotate",
            () -> record.patch(MERGE, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")),
        refused(
            kind,
            name,
            "own",
            () ->
                record.patch(
                    MERGE,
                    "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Secret\","
                        + "\"name\":\"a\",\"uid\":\"0\"}]}}")),
        refused(kind, name, "replace", () -> alice.resource(edited(before, edit)).update()),
        refused(kind, name, "delete", record::delete),
        // One by one, as each is asked about.
        refused(kind, name, "delete all", () -> alice.raw(path(before), "DELETE", DELETE_OPTIONS)),
        // Not even with every right: what is asked is who it is.
        Refused.with(
            "an administrator's edit",
            kind + " " + name + " is written by the placement operator only, not by ",
            () -> as(client, kind).withName(name).patch(MERGE, edit)));
    assertEquals(before, as(client, kind).withName(name).get());
  }

  /**
   * What a change of the storage version, or of the key that etcd is encrypted with, asks of every
   * object: it is written again as it is.
   */
  @Test
  void equalObjectMayBeWrittenAgain() {
    for (String kind : OBJECTS.keySet()) {
      GenericKubernetesResource before =
          RECORDS.contains(kind) ? standing(kind) : created(client, kind);
      try {
        GenericKubernetesResource stored = as(alice, kind).withName(name(before)).get();
        assertEquals(
            stored.getAdditionalProperties(),
            alice.resource(stored).update().getAdditionalProperties(),
            "replaced: " + kind);
        String nothing =
            "{\"apiVersion\":\"placement.bleu.cloud/v1alpha1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}";
        as(alice, kind)
            .withName(name(before))
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager("storage-version-migrator")
                    .build(),
                nothing.formatted(kind, name(before)));
        assertEquals(
            stored.getAdditionalProperties(),
            as(client, kind).withName(name(before)).get().getAdditionalProperties(),
            "migrated: " + kind);
      } finally {
        if (!RECORDS.contains(kind)) {
          as(client, kind).withName(name(before)).delete();
        }
      }
    }
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  /** With the fields of its spec that the edit has. */
  private static GenericKubernetesResource edited(GenericKubernetesResource before, String edit) {
    GenericKubernetesResource after = Serialization.clone(before);
    Map<String, Object> spec = after.get("spec");
    spec.putAll(Serialization.unmarshal(edit, GenericKubernetesResource.class).get("spec"));
    return after;
  }

  /** What the operator says of the objects of others is its own to say. */
  @Test
  void statusIsTheOperatorsToo() {
    Map<String, String> names =
        Map.of(
            "WorkloadPlacement", "web",
            "BleuWorkload", "web",
            "CloudProvider", "acme",
            "SovereigntyPolicy", "france",
            "SovereigntyWaiver", "late",
            "ResilienceDrill", "site-a");
    names
        .keySet()
        .forEach(kind -> created(kind.equals("WorkloadPlacement") ? operator : client, kind));
    assertAll(
        names.entrySet().stream()
            .map(
                one ->
                    Refused.with(
                        "the status of a " + one.getKey(),
                        "the status of "
                            + one.getKey()
                            + " "
                            + one.getValue()
                            + " is written by the placement operator only, not by alice: it follows"
                            + " from the specs",
                        () ->
                            as(alice, one.getKey())
                                .withName(one.getValue())
                                .subresource("status")
                                .patch(MERGE, "{\"status\":{\"observedGeneration\":99}}"))));
  }

  @Test
  void namespaceThatGoesTakesItsRecordsAlong() {
    try (FreshNamespace going = FreshNamespace.beside(client)) {
      String name = going.name();
      client
          .namespaces()
          .withName(name)
          .patch(
              MERGE, "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"Enforce\"}}}");
      created(operator, "WorkloadPlacement", name);
      created(operator, "PlacementGate", name);
      client.namespaces().withName(name).delete();
      await("its records are gone")
          .atMost(Scene.SOON)
          .until(
              () ->
                  as(client, "WorkloadPlacement", name).withName("web").get() == null
                      && as(client, "PlacementGate", name).withName("decisions").get() == null);
    }
  }

  /** A record, maybe of another test: nobody may delete a ledger. */
  private GenericKubernetesResource standing(String kind) {
    GenericKubernetesResource record =
        as(client, kind).withName(name(Serialization.unmarshal(OBJECTS.get(kind)))).get();
    return record == null ? created(operator, kind) : record;
  }

  private GenericKubernetesResource created(KubernetesClient who, String kind) {
    return created(who, kind, shop.name());
  }

  private static GenericKubernetesResource created(
      KubernetesClient who, String kind, String namespace) {
    GenericKubernetesResource object =
        Serialization.unmarshal(OBJECTS.get(kind), GenericKubernetesResource.class);
    if (NAMESPACED.contains(kind)) {
      object.getMetadata().setNamespace(namespace);
    }
    return who.resource(object).create();
  }

  /** Of all objects of a kind. */
  private static String path(GenericKubernetesResource object) {
    String namespace = object.getMetadata().getNamespace();
    return "/apis/placement.bleu.cloud/v1alpha1/"
        + (namespace == null ? "" : "namespaces/" + namespace + "/")
        + object.getKind().toLowerCase(Locale.ROOT)
        + "s";
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      as(KubernetesClient who, String kind) {
    return as(who, kind, shop.name());
  }

  private static NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      as(KubernetesClient who, String kind, String namespace) {
    var all = who.genericKubernetesResources("placement.bleu.cloud/v1alpha1", kind);
    return NAMESPACED.contains(kind) ? all.inNamespace(namespace) : all;
  }

  private static Executable refused(String kind, String name, String what, Executable attempt) {
    return Refused.with(
        what + " " + kind,
        kind
            + " "
            + name
            + " is written by the placement operator only, not by alice: change the BleuWorkload, or"
            + " the facts and policies it was decided on",
        attempt);
  }
}
