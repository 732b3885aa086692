package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.util.function.Supplier;

/**
 * How the cluster of a context is reached. The client asks for it anew once a minute and after a
 * 401, as a credential may be another one by then. By itself it would take that of a variable, or
 * of another context where this one is gone.
 */
final class ContextConfig extends Config {
  private final Supplier<Config> anew;

  /**
   * @param anew reads the same context from the same files
   */
  ContextConfig(Supplier<Config> anew) {
    super(false);
    this.anew = anew;
  }

  @Override
  public Config refresh() {
    try {
      return anew.get();
    } catch (BadInputException e) {
      return this;
    }
  }
}
