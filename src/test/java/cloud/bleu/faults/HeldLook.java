package cloud.bleu.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way into a member. What is read right before a child is written there, once its trial is over
 * and the gate is written, is answered when the test says so. Before both, the same is read for
 * them.
 */
final class HeldLook implements Fault, AutoCloseable {
  final CountDownLatch reached = new CountDownLatch(1);
  final CountDownLatch release = new CountDownLatch(1);
  final AtomicInteger looks = new AtomicInteger();

  /** Of children: nothing else of the workload waits for what is held. */
  final List<String> writes = new CopyOnWriteArrayList<>();

  private final String namespace;
  private volatile boolean tried;
  private volatile boolean gated;

  /**
   * @param gates whether the member has the kind of gates
   */
  HeldLook(String namespace, boolean gates) {
    this.namespace = "/api/v1/namespaces/" + namespace;
    gated = !gates;
  }

  @Override
  public @Nullable Answer instead(Request request) throws InterruptedException {
    if (request.about("deployments") && request.isWrite()) {
      writes.add(request.toString());
    }
    if (tried && gated && request.method().equals("GET") && request.path().equals(namespace)) {
      looks.incrementAndGet();
      reached.countDown();
      release.await();
    }
    return null;
  }

  @Override
  public Answer after(Request request, Answer answer) {
    if (answer.code() < 300) {
      tried |= request.about("deployments") && request.query().contains("dryRun=All");
      gated |= request.about("placementgates") && request.isWrite();
    }
    return answer;
  }

  /** Nothing is held any more: whoever ends need not wait for it. */
  @Override
  public void close() {
    release.countDown();
  }
}
