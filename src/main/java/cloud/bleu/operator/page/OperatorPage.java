package cloud.bleu.operator.page;

import cloud.bleu.apiserver.QuickClient;
import cloud.bleu.operator.config.UiOptions;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.report.live.ServerLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page of the estate as the operator serves it, on threads of its own, from what the newest
 * pass has published.
 */
public final class OperatorPage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final UiOptions options;
  private final AccessMemory memory;
  private final ReaderFeeds feeds;
  private volatile @Nullable ReaderServer server;
  private boolean closed;

  /**
   * Not started.
   *
   * @param client that sends requests whether or not this process leads
   * @param board where passes are published
   * @param lastRead what they read
   * @param chain the newest decisions as they came; null where they are not recorded
   * @param unready why there is no page, while no pass was made
   */
  public OperatorPage(
      UiOptions options,
      KubernetesClient client,
      SnapshotBoard board,
      LastRead lastRead,
      Supplier<@Nullable RecentChain> chain,
      Supplier<String> unready) {
    this.options = options;
    EstatePages pages =
        new EstatePages(
            board,
            lastRead,
            () -> {
              RecentChain recent = chain.get();
              return recent == null ? null : recent.input();
            },
            unready,
            System::nanoTime);
    AccessReview review =
        new AccessReview(
            new ApiReviews(QuickClient.of(client, PATIENCE)),
            pages::namespaces,
            unready,
            System::nanoTime);
    memory = new AccessMemory(review::of, System::nanoTime);
    feeds = new ReaderFeeds(pages::of, pages::forget, System::nanoTime);
  }

  /** To be called before the first HTTP server of the process is made, of whatever purpose. */
  public static void limitServers() {
    ServerLimits.set();
  }

  /**
   * Listens.
   *
   * @throws IOException if the address cannot be used
   * @throws IllegalArgumentException if the certificate cannot be used; the message says what to do
   */
  public synchronized void start() throws IOException {
    if (closed) {
      return;
    }
    Path certificate = options.certificate();
    Path key = options.key();
    server =
        new ReaderServer(
            new InetSocketAddress(InetAddress.getByName(options.address()), options.port()),
            certificate == null || key == null
                ? null
                : new TlsFiles(certificate, key, System::nanoTime),
            memory,
            feeds,
            System::nanoTime);
  }

  /** The port it listens on, -1 when it does not. */
  public int port() {
    ReaderServer listening = server;
    return listening == null ? -1 : listening.port();
  }

  @Override
  public synchronized void close() {
    closed = true;
    ReaderServer listening = server;
    if (listening != null) {
      listening.close();
    }
  }
}
