package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.Scene;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way into a member. What is read right before a child is written there, once its trial is over
 * and the gate is written, is answered when the test says so. Before both, the same is read for
 * them.
 */
final class HeldLook implements Fault, AutoCloseable {
  final AtomicInteger looks = new AtomicInteger();

  /** Of children. */
  final List<String> children = new CopyOnWriteArrayList<>();

  /** Of anything, once another one leads. */
  final List<String> late = new CopyOnWriteArrayList<>();

  private final String namespace;
  private final boolean gates;
  private volatile Hold hold = new Hold(new CountDownLatch(1), new CountDownLatch(1));
  private volatile boolean tried;
  private volatile boolean gated;
  private volatile boolean overtaken;

  /**
   * @param gates whether the member has the kind of gates
   */
  HeldLook(String namespace, boolean gates) {
    this.namespace = "/api/v1/namespaces/" + namespace;
    this.gates = gates;
    gated = !gates;
  }

  /** Waits until all is done that comes before the write of the child. */
  void awaitDue() throws InterruptedException {
    assertTrue(hold.reached().await(Scene.SOON.toSeconds(), TimeUnit.SECONDS));
  }

  void release() {
    hold.release().countDown();
  }

  /** Holds what is read before a child of another workload is written. */
  void holdNext() {
    hold = new Hold(new CountDownLatch(1), new CountDownLatch(1));
    tried = false;
    gated = !gates;
  }

  /** Another one leads: from now on nothing is to be written. */
  void overtaken() {
    overtaken = true;
  }

  @Override
  public @Nullable Answer instead(Request request) throws InterruptedException {
    // Asked before the flags: a look under way while the next is prepared is of the old one.
    Hold now = hold;
    if (request.isWrite()) {
      if (request.about("deployments")) {
        children.add(request.toString());
      }
      if (overtaken) {
        late.add(request.toString());
      }
    }
    if (tried && gated && request.method().equals("GET") && request.path().equals(namespace)) {
      looks.incrementAndGet();
      now.reached().countDown();
      now.release().await();
    }
    return null;
  }

  @Override
  public Answer after(Request request, Answer answer) {
    if (answer.code() < 300) {
      // Requests come at the same time, and none takes back what another one saw.
      if (request.about("deployments") && request.query().contains("dryRun=All")) {
        tried = true;
      }
      if (request.about("placementgates") && request.isWrite()) {
        gated = true;
      }
    }
    return answer;
  }

  /** One look that is held: whether it came, and whether it is answered. */
  private record Hold(CountDownLatch reached, CountDownLatch release) {}

  /** Nothing is held any more: whoever ends need not wait for it. */
  @Override
  public void close() {
    release();
  }
}
