package cloud.bleu.operator.config;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the decisions beyond the cluster, and who signs it.
 *
 * @param directory of the export
 * @param heartbeat between two entries that say that the operator runs
 * @param checkpointEntries after which a checkpoint is signed
 * @param checkpointInterval after which one is signed though there are fewer
 * @param retention of segments; zero: for ever
 * @param signer the command of an external signer, empty for the Secret
 * @param signerKeys public keys of the external signer, one of which must have signed; empty: its
 *     signatures are not checked
 * @param outside the directory to which checkpoints are sent, null for none
 * @param sender a command that takes each checkpoint on standard input, empty for none
 */
public record EvidenceOptions(
    Path directory,
    Duration heartbeat,
    int checkpointEntries,
    Duration checkpointInterval,
    Duration retention,
    List<String> signer,
    List<PublicKey> signerKeys,
    @Nullable Path outside,
    List<String> sender) {

  /** The Secret, in the namespace of the lease, that holds the signing key by default. */
  public static final String SECRET = "bleu-evidence-key";

  public EvidenceOptions {
    signer = List.copyOf(signer);
    signerKeys = List.copyOf(signerKeys);
    sender = List.copyOf(sender);
  }

  /** An export to a directory, all else as it is when nobody says otherwise. */
  public static EvidenceOptions to(Path directory) {
    return new EvidenceOptions(
        directory,
        Duration.ofMinutes(10),
        1000,
        Duration.ofMinutes(10),
        Duration.ZERO,
        List.of(),
        List.of(),
        null,
        List.of());
  }
}
