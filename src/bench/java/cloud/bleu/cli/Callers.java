package cloud.bleu.cli;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Eight threads that ask the API server at once. */
final class Callers implements AutoCloseable {

  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  /** Returns once all that was asked is answered; fails where one was refused. */
  void each(List<String> names, Consumer<String> ask) throws InterruptedException {
    List<? extends Future<?>> all =
        names.stream().map(name -> threads.submit(() -> ask.accept(name))).toList();
    for (Future<?> one : all) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("not all could be asked", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
