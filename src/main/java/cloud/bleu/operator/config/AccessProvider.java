package cloud.bleu.operator.config;

import java.util.List;
import java.util.Map;

/**
 * A credential plugin that the administrator allows the operator to run.
 *
 * @param name by which a ClusterProfile asks for it
 * @param apiVersion of ExecCredential that it speaks
 * @param command absolute path of the program
 * @param args of the program
 * @param env the whole environment of the program, but for KUBERNETES_EXEC_INFO
 * @param provideClusterInfo whether the program is told which cluster it is asked for
 */
public record AccessProvider(
    String name,
    String apiVersion,
    String command,
    List<String> args,
    Map<String, String> env,
    boolean provideClusterInfo) {

  /** Copies both collections. */
  public AccessProvider {
    args = List.copyOf(args);
    env = Map.copyOf(env);
  }

  /** Without arguments and environment: they may hold what nobody is to read. */
  @Override
  public String toString() {
    return "AccessProvider[" + name + ": " + command + "]";
  }
}
