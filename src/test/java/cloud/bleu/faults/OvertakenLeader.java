package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.ServerCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A leader that is about to create a child in a member when another one gets its lease. It lives on
 * in this JVM, so that it could write; a process would end. It alone goes into the member through a
 * proxy: of the Secret of that way it sees another content than is there.
 */
public final class OvertakenLeader implements AutoCloseable {

  private final OperatorAccount account;
  private final HeldLook held;
  private final FaultProxy way;
  private final FaultProxy hub;
  private final KubernetesClient client;
  private final Operator operator;
  private final CountDownLatch lost = new CountDownLatch(1);

  /**
   * Starts it, once it is nobody's lease.
   *
   * @param admin of the hub
   * @param options with an election
   * @param namespace in which a workload is to be delivered first
   */
  public OvertakenLeader(
      KubernetesClient admin,
      OperatorAccount account,
      OperatorOptions options,
      FleetMember member,
      String namespace) {
    this.account = account;
    nobodyLeads(admin);
    Secret secret = admin.secrets().inNamespace(account.namespace()).withName(member.name()).get();
    String there = secret.getData().get("kubeconfig");
    Config upstream =
        Config.fromKubeconfig(
            new String(Base64.getDecoder().decode(there), StandardCharsets.UTF_8));
    held = new HeldLook(namespace, hasGates(member));
    way =
        new FaultProxy(
            upstream, FaultProxy.server(upstream), held, ServerCertificate.of("localhost"));
    hub = new FaultProxy(account.config(), new OtherContent(there, base64(way.kubeconfig())));
    client = hub.client();
    operator = OperatorUnderTest.of(client, options, lost::countDown);
    operator.start();
  }

  private static boolean hasGates(FleetMember member) {
    return member
            .client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("placementgates.placement.bleu.cloud")
            .get()
        != null;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes away the lease, whoever has it. */
  private void nobodyLeads(KubernetesClient admin) {
    admin.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
  }

  /** Waits until all is done that comes before the write of the child. */
  public void awaitDue() throws InterruptedException {
    assertTrue(held.reached.await(Scene.SOON.toSeconds(), TimeUnit.SECONDS));
    assertTrue(operator.leading());
  }

  /** Another one has the lease from now on, and this one knows. */
  public void overtakenBy(KubernetesClient admin, String identity) throws InterruptedException {
    admin
        .leases()
        .inNamespace(account.namespace())
        .withName(OperatorOptions.LEASE)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"holderIdentity\":\"" + identity + "\"}}");
    assertTrue(lost.await(Scene.SOON.toSeconds(), TimeUnit.SECONDS));
  }

  /** What it waits for has come; nothing of what it was about to write is sent. */
  public void goesOnAndSendsNothing(Scene scene) {
    int looks = held.looks.get();
    held.release.countDown();
    // It tries again: so the first attempt is over, whatever became of it.
    scene.until("it goes on", () -> held.looks.get() > looks || !held.writes.isEmpty());
    assertEquals(List.of(), held.writes);
  }

  @Override
  public void close() {
    held.close();
    operator.close();
    client.close();
    hub.close();
    way.close();
  }

  /** Of Secrets one content is seen as another. */
  private record OtherContent(String is, String seen) implements Fault {

    @Override
    public Answer after(Request request, Answer answer) {
      return request.about("secrets")
          ? new Answer(
              answer.code(),
              answer.headers(),
              answer.text().replace(is, seen).getBytes(StandardCharsets.UTF_8))
          : answer;
    }

    @Override
    public List<String> events(Request watch, String event) {
      return List.of(watch.about("secrets") ? event.replace(is, seen) : event);
    }
  }
}
