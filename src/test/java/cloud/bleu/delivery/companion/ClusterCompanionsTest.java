package cloud.bleu.delivery.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies in one cluster: whose they are, and that they go with the last who has them. */
class ClusterCompanionsTest {

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private ClusterCompanions companions;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    companions = new ClusterCompanions(client, new ClusterWriter(client), "home");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static BleuWorkload workload(String name) {
    return Serialization.unmarshal(
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: "
            + name
            + ", namespace: shop, uid: uid-of-"
            + name
            + "}}",
        BleuWorkload.class);
  }

  private static ConfigMap source(String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("config")
        .endMetadata()
        .addToData("k", value)
        .build();
  }

  private ConfigMap there() {
    return client.configMaps().inNamespace("shop").withName("config").get();
  }

  @Test
  void copyCarriesTheHubAndTheWorkload() {
    assertNull(companions.ensure(workload("web"), source("v")));
    assertEquals(Map.of("k", "v"), there().getData());
    assertEquals(
        Map.of(
            "placement.bleu.cloud/home",
            "home",
            "companion-of.placement.bleu.cloud/web",
            "uid-of-web"),
        there().getMetadata().getLabels());
    assertTrue(companions.isHeld(workload("web"), source("v"), there()));
  }

  @Test
  void changeIsCarriedOnAndNothingIsWrittenTwice() {
    companions.ensure(workload("web"), source("v"));
    companions.ensure(workload("web"), source("w"));
    assertEquals(Map.of("k", "w"), there().getData());
    String version = there().getMetadata().getResourceVersion();
    companions.ensure(workload("web"), source("w"));
    assertEquals(version, there().getMetadata().getResourceVersion());
  }

  @Test
  void whatSomebodyChangesOrAddsThereIsUndone() {
    companions.ensure(workload("web"), source("v"));
    client
        .configMaps()
        .inNamespace("shop")
        .withName("config")
        .edit(c -> new ConfigMapBuilder(c).withData(Map.of("k", "theirs", "more", "x")).build());
    assertEquals(false, companions.isHeld(workload("web"), source("v"), there()));
    companions.ensure(workload("web"), source("v"));
    assertEquals(Map.of("k", "v"), there().getData());
  }

  @Test
  void copyOfTwoGoesWithTheLast() {
    companions.ensure(workload("web"), source("v"));
    companions.ensure(workload("api"), source("v"));
    assertEquals(new TreeSet<>(List.of("api", "web")), CompanionOwners.of(there()));
    companions.ensure(workload("web"), source("w"));
    assertEquals(new TreeSet<>(List.of("api", "web")), CompanionOwners.of(there()));

    assertEquals(1, companions.of(workload("web")).copies().size());
    companions.release(workload("web"), there());
    assertEquals(new TreeSet<>(List.of("api")), CompanionOwners.of(there()));
    assertEquals(List.of(), companions.of(workload("web")).copies());

    companions.release(workload("api"), there());
    assertNull(there());
  }

  @Test
  void claimStaysAndIsTakenUpAgain() {
    PersistentVolumeClaim claim =
        Serialization.unmarshal(
            "---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace:"
                + " shop}, spec: {volumeName: pv-1, accessModes: [ReadWriteOnce]}}");
    assertNull(companions.ensure(workload("web"), claim));
    PersistentVolumeClaim copy = claim();
    assertNull(copy.getSpec().getVolumeName());
    companions.release(workload("web"), copy);
    assertEquals("home", CompanionOwners.home(claim()));
    assertEquals(List.of(), companions.of(workload("web")).copies());
    assertNull(companions.ensure(workload("api"), claim));
    assertEquals(new TreeSet<>(List.of("api")), CompanionOwners.of(claim()));
  }

  private PersistentVolumeClaim claim() {
    return client.persistentVolumeClaims().inNamespace("shop").withName("data").get();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          413 | Request entity too large: limit is 3145728                         | ConfigMap config in namespace shop is larger than the API server there takes
          422 | data: Too long: may not be more than 1048576 bytes                 | ConfigMap config in namespace shop is larger than the API server there takes
          500 | etcdserver: request is too large                                   | ConfigMap config in namespace shop is larger than the API server there takes
          403 | User x cannot create resource "configmaps"                         | give the operator the rights of the chart
          403 | exceeded quota: few, requested: count/configmaps=1                 | ResourceQuota few refuses it
          """)
  void refusalSaysWhatToDo(int code, String words, String said) {
    DeliveryProblem problem =
        ClusterCompanions.refused(
            source("v"),
            new KubernetesClientException(
                words, code, new StatusBuilder().withCode(code).withMessage(words).build()));
    assertEquals("DeliveryRefused", problem.code());
    assertTrue(problem.message().contains(said), problem.message());
  }

  @Test
  void serverThatFailsRefusesNothing() {
    assertThrows(
        KubernetesClientException.class,
        () -> ClusterCompanions.refused(source("v"), new KubernetesClientException("gone")));
  }

  /** What a member answers to an apply, and to a trial of the create that would follow. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | data: Forbidden: field is immutable when `immutable` is set | none                                                                                 | v
          false | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no | none                                                                           | v
          true  | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no | none                                                                           | v
          true  | data: Forbidden: field is immutable when `immutable` is set | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no                  | v
          true  | data: Forbidden: field is immutable when `immutable` is set | none                                                                                 | w
          """)
  void onlyWhatIsImmutableIsReplaced(boolean immutable, String apply, String create, String value) {
    ConfigMap first = new ConfigMapBuilder(source("v")).withImmutable(immutable).build();
    companions.ensure(workload("web"), first);
    Fault member =
        new Fault() {
          @Override
          public Answer instead(Request request) {
            String words =
                request.method().equals("PATCH")
                    ? apply
                    : request.method().equals("POST") ? create : "none";
            return words.equals("none")
                ? null
                : Answer.json(
                    422,
                    Serialization.asJson(
                        new StatusBuilder().withCode(422).withMessage(words).build()));
          }
        };
    try (FaultProxy proxy = new FaultProxy(client.getConfiguration(), member);
        KubernetesClient behind = proxy.client()) {
      DeliveryProblem problem =
          new ClusterCompanions(behind, new ClusterWriter(behind), "home")
              .ensure(
                  workload("web"),
                  new ConfigMapBuilder(first).withData(Map.of("k", value + "w")).build());
      assertEquals(value.equals("w"), problem == null, String.valueOf(problem));
    }
    assertNotNull(there(), "nothing is lost");
    assertEquals(Map.of("k", value.equals("w") ? "ww" : "v"), there().getData());
  }

  @Test
  void whatIsTakenAwayFromTheSourceIsTakenAwayThere() {
    Service before =
        Serialization.unmarshal(
            "---\n{apiVersion: v1, kind: Service, metadata: {name: front, namespace: shop, labels:"
                + " {a: x, b: x}, annotations: {c: x, role: cloud}}, spec: {selector: {app: web,"
                + " track: old}, ports: [{port: 80}]}}");
    companions.ensure(workload("web"), before);
    client
        .services()
        .inNamespace("shop")
        .withName("front")
        .edit(
            s ->
                new ServiceBuilder(s)
                    .editMetadata()
                    .addToAnnotations("theirs", "x")
                    .endMetadata()
                    .build());
    Service after =
        new ServiceBuilder(before)
            .editMetadata()
            .withLabels(Map.of("a", "x"))
            .withAnnotations(Map.of("c", "x"))
            .endMetadata()
            .editSpec()
            .withSelector(Map.of("app", "web"))
            .endSpec()
            .build();
    assertNull(companions.ensure(workload("web"), after));
    var live = client.services().inNamespace("shop").withName("front").get();
    assertEquals(Map.of("app", "web"), live.getSpec().getSelector());
    assertEquals(null, live.getMetadata().getLabels().get("b"));
    assertEquals(null, live.getMetadata().getAnnotations().get("role"));
    assertEquals("x", live.getMetadata().getAnnotations().get("theirs"), "none of ours");
    assertTrue(companions.isHeld(workload("web"), after, live));
  }

  @Test
  void digestSaysNothingOfWhatASecretHolds() {
    String text =
        "---\n"
            + "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, data: {k:"
            + " VALUE}}";
    companions.ensure(
        workload("web"), Serialization.<Secret>unmarshal(text.replace("VALUE", "dg==")));
    var one = client.secrets().inNamespace("shop").withName("s").get();
    companions.ensure(
        workload("web"), Serialization.<Secret>unmarshal(text.replace("VALUE", "dw==")));
    var two = client.secrets().inNamespace("shop").withName("s").get();
    assertNotEquals(one.getData(), two.getData());
    assertEquals(one.getMetadata().getAnnotations(), two.getMetadata().getAnnotations());
  }

  @Test
  void objectOfSomebodyElseIsNotTouched() {
    client.resource(source("theirs")).create();
    var problem = companions.ensure(workload("web"), source("v"));
    assertEquals("NameConflict", problem.code());
    assertTrue(problem.message().contains("ConfigMap config in namespace shop"), problem.message());
    assertEquals(Map.of("k", "theirs"), there().getData());
    assertEquals(List.of(), companions.of(workload("web")).copies());
    assertEquals(List.of(), companions.all().copies());
  }

  @Test
  void copyOfAnotherHubIsNotTouched() {
    new ClusterCompanions(client, new ClusterWriter(client), "other")
        .ensure(workload("web"), source("theirs"));
    var problem = companions.ensure(workload("web"), source("v"));
    assertEquals("AnotherHome", problem.code());
    assertEquals(Map.of("k", "theirs"), there().getData());
    assertEquals(List.of(), companions.of(workload("web")).copies());
    assertNotEquals("home", CompanionOwners.home(there()));
  }
}
