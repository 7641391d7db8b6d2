package org.partitioners.hadoop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * An object store on local files: objects come to be when their writing ends, on condition that
 * there is none, and renames fail.
 */
final class ObjectStore extends FilterFileSystem {

  private static final String CONDITION =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

  /** Whether the next object comes to be but its writer is told that it does not. */
  boolean losesAnAnswer;

  ObjectStore(FileSystem local) {
    super(local);
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CONDITION) || super.hasPathCapability(path, capability);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new IOException("a rename is a copy here");
  }

  @Override
  @SuppressWarnings("rawtypes")
  public FSDataOutputStreamBuilder createFile(Path path) {
    return new Builder(fs, path);
  }

  private void put(Path path, byte[] object) throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path whole = Files.createTempFile("object", "");
    Files.write(whole, object);
    try {
      Files.createLink(target, whole);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new IOException("412 Precondition Failed", e);
    } finally {
      Files.delete(whole);
    }
    if (losesAnAnswer) {
      losesAnAnswer = false;
      throw new IOException("412 Precondition Failed, as the first attempt succeeded");
    }
  }

  private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    private final Path path;

    Builder(FileSystem fs, Path path) {
      super(fs, path);
      this.path = path;
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      rejectUnknownMandatoryKeys(Set.of(CONDITION), "for " + path);
      if (!getOptions().getBoolean(CONDITION, false)) {
        throw new IOException("unconditional");
      }
      return new FSDataOutputStream(
          new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
              put(path, toByteArray());
            }
          },
          null);
    }
  }
}
