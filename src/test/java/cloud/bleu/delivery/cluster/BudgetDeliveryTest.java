package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Budget;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PodDisruptionBudget of a workload: made, mended, removed, and never beside another one. */
class BudgetDeliveryTest {

  private static final Pods PODS =
      new Pods(
          List.of(Map.of("app", "web", "zone", "a"), Map.of("app", "web", "zone", "b")), false);

  /** The methods of requests with which something is written. */
  private final List<String> writes = new CopyOnWriteArrayList<>();

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private KubernetesClient writing;
  private BleuWorkload workload;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    Interceptor listener =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            writes.add(request.method());
          }
        };
    writing =
        SandboxClients.builder(server.config())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("listener", listener))
            .build();
    workload = new BleuWorkload();
    workload.setMetadata(
        new ObjectMetaBuilder().withNamespace("shop").withName("web").withUid("u").build());
  }

  @AfterEach
  void stop() {
    writing.close();
    client.close();
    server.close();
  }

  private BudgetDelivery delivery() {
    ListedObjects seen = new ListedObjects(client, "shop");
    return new BudgetDelivery(new ClusterWriter(writing), () -> seen, new OwnerReferences());
  }

  /**
   * {@code ours=2}, {@code ours=x}: with another selector; {@code NAME:LABEL}: of somebody else.
   */
  private void stands(String budget) {
    if (budget.startsWith("ours=")) {
      String number = budget.substring("ours=".length());
      PodDisruptionBudget ours = Budget.of(workload, number.equals("x") ? 1 : number(number));
      new OwnerReferences().claim(workload, ours);
      if (number.equals("x")) {
        ours.getSpec().getSelector().setMatchLabels(Map.of("app", "another"));
      }
      client.resource(ours).create();
      return;
    }
    String[] other = budget.split(":");
    client
        .resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(other[0])
                .endMetadata()
                .withNewSpec()
                .withNewMinAvailable(1)
                .withNewSelector()
                .addToMatchLabels(other[1].split("=")[0], other[1].split("=")[1])
                .endSelector()
                .endSpec()
                .build())
        .create();
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  /** Each as it was put there above. */
  private String standing() {
    return client.policy().v1().podDisruptionBudget().inNamespace("shop").list().getItems().stream()
        .map(
            budget ->
                budget.getMetadata().getOwnerReferences().isEmpty()
                    ? budget.getMetadata().getName()
                    : "ours="
                        + (budget.getSpec().getSelector().getMatchLabels().containsKey("app")
                            ? "x"
                            : budget.getSpec().getMaxUnavailable().getIntVal()))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}, asked for {1}")
  @CsvSource({
    // what stands, the number; what stands then, whether another one covers the pods, problems
    "'', 1, ours=1, false, ''",
    "ours=1, 1, ours=1, false, ''",
    "ours=1, 3, ours=3, false, ''",
    "ours=x, 1, ours=1, false, ''",
    // No pods to guard.
    "'', , '', false, ''",
    "ours=1, , '', false, ''",
    // The eviction of a pod with two budgets fails: somebody else's stays.
    "pdb:app=web, 1, pdb, true, ''",
    "pdb:app=web ours=1, 1, pdb, true, ''",
    // One zone of pods is enough.
    "pdb:zone=b ours=1, 1, pdb, true, ''",
    "pdb:app=mail, 1, ours=1 pdb, false, ''",
    "pdb:app=mail ours=1, , pdb, false, ''",
    // The name of ours is taken: it is not touched.
    "web:app=mail, 1, web, false, NameConflict",
    "web:app=mail, , web, false, ''",
    "web:app=web, 1, web, true, ''",
  })
  void budgetIsBroughtToANumber(
      String before, @Nullable Integer asked, String after, boolean covered, String problems) {
    for (String budget : before.isEmpty() ? new String[0] : before.split(" ")) {
      stands(budget);
    }
    boolean delivered = standing().equals(after) && problems.isEmpty();
    assertEquals(
        delivered, delivery().isDelivered(workload, PODS, asked), "there is nothing to do");
    List<DeliveryProblem> said = new ArrayList<>();
    assertEquals(covered, delivery().deliver(workload, PODS, asked, said));
    assertEquals(after, standing());
    assertEquals(
        problems, said.stream().map(DeliveryProblem::code).collect(Collectors.joining(" ")));
    assertEquals(covered, delivery().isCovered(workload, PODS));
    assertEquals(problems.isEmpty(), delivery().isDelivered(workload, PODS, asked));
  }

  @Test
  void whatIsRightIsNotWritten() {
    stands("ours=2");
    assertEquals(false, delivery().deliver(workload, PODS, 2, new ArrayList<>()));
    assertEquals(List.of(), writes);
    delivery().deliver(workload, PODS, 3, new ArrayList<>());
    assertEquals(List.of("PATCH"), writes);
  }

  /** The event of the newer version asks again. */
  @Test
  void writeThatMeetsANewerVersionIsLeftOut() {
    stands("ours=1");
    BudgetDelivery behind = delivery();
    delivery().deliver(workload, PODS, 5, new ArrayList<>());
    List<DeliveryProblem> said = new ArrayList<>();
    behind.deliver(workload, PODS, 3, said);
    assertEquals(List.of(), said);
    assertEquals("ours=5", standing());
  }

  /** Somebody has created one since this cache heard of it. */
  @Test
  void creationOverAnotherIsLeftOut() {
    BudgetDelivery behind = delivery();
    stands("web:app=web");
    List<DeliveryProblem> said = new ArrayList<>();
    behind.deliver(workload, PODS, 3, said);
    assertEquals(List.of(), said);
    assertEquals("web", standing());
  }

  /** What others hold while it goes is as good as gone, and not deleted twice. */
  @Test
  void budgetThatGoesIsLeftToGo() {
    PodDisruptionBudget ours = Budget.of(workload, 1);
    new OwnerReferences().claim(workload, ours);
    ours.getMetadata().setFinalizers(List.of("example.com/hold"));
    client.resource(ours).create();
    client.resource(ours).delete();
    assertEquals("ours=1", standing());
    List<DeliveryProblem> said = new ArrayList<>();
    assertEquals(true, delivery().isDelivered(workload, PODS, null));
    delivery().deliver(workload, PODS, null, said);
    assertEquals(List.of(), said);
    assertEquals(List.of(), writes);
  }
}
