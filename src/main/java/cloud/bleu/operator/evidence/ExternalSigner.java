package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.CommandSigner;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.operator.config.EvidenceOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program that signs in place of a key of the operator's own. */
public final class ExternalSigner {

  private static final Logger LOG = LoggerFactory.getLogger(ExternalSigner.class);

  private ExternalSigner() {}

  /**
   * The signer of {@code --signer}. Its answers are held against the public keys that were given;
   * without one the log says that nobody checks them.
   */
  public static Signer of(EvidenceOptions options) {
    Signer command = new CommandSigner(options.signer(), CheckpointSigner.LIMIT);
    if (options.signerKeys().isEmpty()) {
      LOG.warn(
          "what {} signs is not checked: if it answers with another signature than its own, every checkpoint is"
              + " worthless, and only bleu verify says so. Give its public key with --signer-public-key",
          options.signer().get(0));
      return command;
    }
    return SigningKey.checked(command, options.signerKeys());
  }
}
