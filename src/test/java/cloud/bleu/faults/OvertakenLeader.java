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
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
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
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
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
    held = new HeldLook(namespace, hasGates(member));
    try {
      nobodyLeads(admin);
      Secret secret =
          admin.secrets().inNamespace(account.namespace()).withName(member.name()).get();
      String there = secret.getData().get("kubeconfig");
      Config upstream =
          Config.fromKubeconfig(
              new String(Base64.getDecoder().decode(there), StandardCharsets.UTF_8));
      FaultProxy way =
          closing(
              new FaultProxy(
                  upstream, FaultProxy.server(upstream), held, ServerCertificate.of("localhost")));
      FaultProxy hub =
          closing(
              new FaultProxy(account.config(), new OtherContent(there, base64(way.kubeconfig()))));
      operator = closing(OperatorUnderTest.of(closing(hub.client()), options, lost::countDown));
      operator.start();
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  private <T extends AutoCloseable> T closing(T one) {
    open.push(one);
    return one;
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
    held.awaitDue();
    assertTrue(operator.leading());
  }

  /** What it waits for has come while it leads: it writes the child. */
  public void goesOnAndWrites(Scene scene) {
    held.release();
    scene.until("it is written", () -> !held.children.isEmpty());
  }

  /** Holds what comes before the first write of a child of another workload. */
  public void holdNext() {
    held.holdNext();
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
    OperatorUnderTest.awaitAnswers(operator);
    held.overtaken();
  }

  /**
   * What it waits for has come; nothing of what it was about to write is sent.
   *
   * @param missed lets it try again, with something to write, whatever its successor does: what is
   *     done for a workload in a member is done one after the other, so the first attempt is over
   *     then
   */
  public void goesOnAndSendsNothing(Scene scene, Runnable missed) {
    int looks = held.looks.get();
    held.release();
    missed.run();
    scene.until("it goes on", () -> held.looks.get() > looks || !held.late.isEmpty());
    assertEquals(List.of(), held.late);
  }

  /** Ends it. Nothing that it tried since it was overtaken was sent. */
  @Override
  public void close() {
    end();
    assertEquals(List.of(), held.late);
  }

  /** In the order in which it began, backwards, whatever one of them says. */
  private void end() {
    held.close();
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = new IllegalStateException("it does not end", e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
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
