package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other processes from writing to an evidence directory until it is closed. */
final class ExportLock implements AutoCloseable {

  private final FileChannel channel;

  private ExportLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @throws IOException when the directory cannot be written, or somebody else writes there
   */
  static ExportLock of(Path directory) throws IOException {
    Path file = directory.resolve(EvidenceFiles.LOCK);
    EvidenceFiles.regularIfThere(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isTaken(channel)) {
        throw new IOException(directory + ": another process writes there");
      }
      return new ExportLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Held by this process.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
